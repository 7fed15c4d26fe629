// The mini-program around this page, if there is one. Its functions come with WeChat's own script, which the host puts
// beside this page as jweixin.js (from 1.3.2 on): it is not ours to hand on.

const WAIT = 5000;

/** Whether the page is shown in a mini-program's web-view. */
export function inMiniProgram() {
  return window.__wxjs_environment === "miniprogram" || /miniprogram/i.test(navigator.userAgent);
}

/** Tells the mini-program and goes back to it, which is when it is told. Resolves to whether there was one. */
export async function handBack(data) {
  if (!inMiniProgram()) return false;
  if (!hasFunctions()) await loadFunctions();
  if (!hasFunctions()) return false;
  const { miniProgram } = window.wx;
  miniProgram.postMessage({ data });
  miniProgram.navigateBack({ delta: 1 });
  return true;
}

function hasFunctions() {
  return Boolean(window.wx && window.wx.miniProgram && window.wx.miniProgram.postMessage);
}

/** Resolves in any case. */
function loadFunctions() {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = new URL("jweixin.js", document.baseURI).href;
    script.onload = script.onerror = resolve;
    setTimeout(resolve, WAIT);
    document.head.append(script);
  });
}
