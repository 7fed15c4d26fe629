// The mini-program's types as a strict project uses them. Compiled by the tests, never run.

import { configure, createPrecheck, PrecheckError } from "photo-precheck/miniprogram";
import type { CheckId, Crop, Report } from "photo-precheck/miniprogram";

configure({ modulePath: "photo-precheck-wasm", modelsPath: "precheck/models", workerPath: "workers/photo-precheck.js" });

Page({
  data: { verdict: "" },

  choose() {
    wx.chooseMedia({ count: 1, mediaType: ["image"], success: ({ tempFiles }) => void this.judge(tempFiles[0]!.tempFilePath) });
  },

  async judge(path: string) {
    const precheck = await createPrecheck({ profile: "bit-graduate-2020" });
    try {
      const photo = await precheck.open(path, { onProgress: ({ stage }) => console.log(stage) });
      const report: Report = await photo.report();
      const crop: Crop | null = report.suggested_crop;
      const faults: CheckId[] = report.findings.filter(({ verdict }) => verdict === "fail").map(({ check }) => check);
      this.setData({ verdict: `${report.verdict} ${faults.join()}` });
      const made = await photo.export({ crop });
      wx.uploadFile({ url: "/upload", filePath: made.path, name: "photo" });
    } catch (error) {
      if (error instanceof PrecheckError && error.code === "no-export") this.setData({ verdict: error.words?.zh ?? "" });
    } finally {
      precheck.close();
    }
  },
});

// @ts-expect-error: no such check
export const typo: CheckId = "head-hieght";
