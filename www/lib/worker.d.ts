// Nothing: a worker that the library talks to. Its address goes to `createPrecheck({ workerUrl })`.
export {};
