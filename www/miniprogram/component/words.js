// The component's own words. What is said of a photo comes from the report.

const zh = {
  choose: "选择照片",
  private: "照片只在手机上检查。您确认之前，不会发送。",
  opening: "正在检查照片…",
  frame: "取景框里的照片",
  hint: "一指移动，两指缩放。",
  another: "换一张",
  confirm: "确认照片",
  retry: "重试",
  crown: "头顶",
  chin: "下巴",
  verdicts: {
    pass: "合格，可以确认。",
    unmeasured: "没有发现问题，有几项请您自己看一看。",
    warn: "可以用，但最好再调整一下。",
    fail: "还不合格，请按下面的提示调整。",
  },
  errors: {
    "load-failed": "检查程序没有加载成功，请重试。",
    "bad-input": "这张照片读不出来，请换一张。",
    crashed: "手机内存不足，请关闭其他程序后重试。",
    other: "出了点问题，请重试。",
  },
};

const en = {
  choose: "Choose a photo",
  private: "The photo is checked on your phone. Nothing is sent before you confirm.",
  opening: "Checking the photo…",
  frame: "The photo in its frame",
  hint: "One finger moves, two fingers zoom.",
  another: "Another photo",
  confirm: "Use this photo",
  retry: "Try again",
  crown: "Crown",
  chin: "Chin",
  verdicts: {
    pass: "In order: you can use it.",
    unmeasured: "Nothing found; please look at some points yourself.",
    warn: "Usable, but better adjusted.",
    fail: "Not in order yet. Please follow the advice below.",
  },
  errors: {
    "load-failed": "The checker did not load. Please try again.",
    "bad-input": "This photo cannot be read. Please choose another.",
    crashed: "Not enough memory. Please close other apps and try again.",
    other: "Something went wrong. Please try again.",
  },
};

export const WORDS = { zh, en };
