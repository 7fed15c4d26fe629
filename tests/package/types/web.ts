// The public types as a strict host uses them. Compiled by the tests, never run.

import { createPrecheck, PrecheckError } from "photo-precheck";
import type { CheckId, Crop, Finding, ProfileOverlay, Report } from "photo-precheck";
import { PhotoPrecheck } from "photo-precheck/element";
import "photo-precheck/worker";

const own: ProfileOverlay = { id: "mine", base: "degree-photo", name: { zh: "我的", en: "Mine" } };

export async function judge(file: File, signal: AbortSignal): Promise<Blob | null> {
  const precheck = await createPrecheck({ profile: own, modelsUrl: null });
  const photo = await precheck.open(file, { signal, onProgress: (step) => console.log(step.stage) });
  const report: Report = await photo.report({ profile: "bit-graduate-2020" });
  const crop: Crop | null = report.suggested_crop;
  const faults: Finding[] = report.findings.filter(({ verdict }) => verdict === "fail");
  const ids: CheckId[] = faults.map(({ check }) => check);
  console.log(ids.includes("head-height"), faults[0]?.problem?.zh);
  try {
    return (await photo.export({ crop })).blob;
  } catch (error) {
    if (error instanceof PrecheckError && error.code === "no-export") return null;
    throw error;
  } finally {
    photo.close();
    precheck.close();
  }
}

export function place(element: PhotoPrecheck): void {
  element.profile = own;
  element.addEventListener("verdict", ({ detail }) => console.log(detail.report.verdict));
  element.onConfirm = async ({ blob, name, original, crop }, { onProgress }) =>
    onProgress(blob.size + original.size > name.length + (crop?.width ?? 0) ? 1 : 0);
  const found: PhotoPrecheck | null = document.querySelector("photo-precheck");
  console.log(found?.step);
}

// @ts-expect-error: no such check
export const typo: CheckId = "head-hieght";
// @ts-expect-error: no such school
export const school = createPrecheck({ profile: "no-such-school" });
