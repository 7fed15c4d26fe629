// The chosen photo, small, on a canvas: what is dragged and looked at. The file for the upload never comes from it.

/** Long edge, px: sharp on a phone's screen, 6 MB at most. */
const EDGE_PX = 1280;

/**
 * A canvas with the photo upright, turned clockwise by `turn` degrees more; `null` where the browser cannot show it.
 */
export async function loadPreview(file, turn = 0) {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await decoded(image);
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    if (!width || !height) return null;
    const shrink = Math.min(1, EDGE_PX / Math.max(width, height));
    const side = (length) => Math.max(1, Math.round(length * shrink));
    const lying = turn % 180 !== 0;
    const preview = document.createElement("canvas");
    preview.width = side(lying ? height : width);
    preview.height = side(lying ? width : height);
    const context = preview.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.translate(preview.width / 2, preview.height / 2);
    context.rotate((turn * Math.PI) / 180);
    context.drawImage(image, -side(width) / 2, -side(height) / 2, side(width), side(height));
    return preview;
  } catch (error) {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Some engines refuse `decode` for what they show all the same. */
async function decoded(image) {
  const loaded = new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = reject;
  });
  loaded.catch(() => {});
  await (image.decode ? image.decode().catch(() => loaded) : loaded);
}

/** The part of `preview` that `crop` cuts from a photo `width` px wide, on a canvas `height` px high at most. */
export function cut(preview, crop, width, height) {
  const shrink = preview.width / width;
  const scale = Math.min(1, height / (crop.height * shrink));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(crop.width * shrink * scale));
  canvas.height = Math.max(1, Math.round(crop.height * shrink * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((-(crop.roll_deg || 0) * Math.PI) / 180);
  context.scale(scale, scale);
  context.drawImage(preview, -(crop.x + crop.width / 2) * shrink, -(crop.y + crop.height / 2) * shrink);
  return canvas;
}
