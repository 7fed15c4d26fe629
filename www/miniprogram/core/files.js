// Files of the code package and of the student, by the file system manager.

import { PrecheckError } from "../../lib/error.js";
import { bothWays } from "./engine.js";

/** The bytes of a file of the code package. */
export async function readPackaged(path) {
  let refusal;
  for (const way of bothWays([path])) {
    try {
      return await read(way);
    } catch (error) {
      refusal = refusal || error;
    }
  }
  throw new PrecheckError("load-failed", `${path}: ${refusal.message}`);
}

/** The bytes of a chosen photo. */
export async function readChosen(path) {
  try {
    return await read(path);
  } catch (error) {
    throw new PrecheckError("bad-input", `the file could not be read: ${error.message}`);
  }
}

/** Writes the made file where wx.uploadFile can read it; the next one takes its place. */
export function keepFile(bytes) {
  const filePath = `${wx.env.USER_DATA_PATH}/photo-precheck.jpg`;
  return new Promise((resolve, reject) => {
    wx.getFileSystemManager().writeFile({
      filePath,
      data: bytes,
      success: () => resolve(filePath),
      fail: (error) => reject(new PrecheckError("internal", `the file could not be written: ${error.errMsg}`)),
    });
  });
}

function read(filePath) {
  return new Promise((resolve, reject) => {
    wx.getFileSystemManager().readFile({
      filePath,
      success: ({ data }) => resolve(data),
      fail: (error) => reject(new Error(error.errMsg || String(error))),
    });
  });
}
