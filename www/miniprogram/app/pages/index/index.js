const schools = require("./schools.js");

Page({
  data: { schools },

  choose({ currentTarget }) {
    wx.navigateTo({ url: `/precheck/pages/photo/photo?profile=${currentTarget.dataset.id}` });
  },
});
