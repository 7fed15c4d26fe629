const { configure } = require("../../photo-precheck/index.js");

// Where this app keeps the library's files: paths in the code package.
configure({ modulePath: "photo-precheck-wasm", modelsPath: "precheck/models", workerPath: "workers/photo-precheck.js" });

Page({
  data: { profile: "degree-photo", path: "", kilobytes: 0 },

  onLoad({ profile }) {
    if (profile) this.setData({ profile });
  },

  /** Here your app would send the file at `path`, with wx.uploadFile. */
  confirmed({ detail }) {
    this.setData({ path: detail.path, kilobytes: Math.round(detail.bytes.byteLength / 1000) });
  },
});
