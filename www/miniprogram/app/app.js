// The sample app: five schools on the first page, the photo on the second. It keeps nothing and sends nothing.
App({});
