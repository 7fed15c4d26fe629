// A photo's pixels by the browser's own decoder, for the formats that ours does not read: upright, sRGB, on white.

/**
 * Rejects where the browser cannot decode the bytes, or has no canvas outside the page (Safari before 16.4).
 *
 * @param {Uint8Array} bytes
 * @param {number} edge long edge, px, to which a larger photo is made smaller
 */
export async function decodeByPlatform(bytes, edge) {
  const bitmap = await createImageBitmap(new Blob([bytes]));
  try {
    const { width: fullWidth, height: fullHeight } = bitmap;
    const shrink = Math.min(1, edge / Math.max(fullWidth, fullHeight));
    const width = Math.max(1, Math.round(fullWidth * shrink));
    const height = Math.max(1, Math.round(fullHeight * shrink));
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    context.imageSmoothingQuality = "high";
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { rgba: new Uint8Array(data.buffer), width, height, fullWidth, fullHeight };
  } finally {
    bitmap.close();
  }
}
