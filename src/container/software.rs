//! The programs that name themselves in a file, and what their name means.
//!
//! Camera firmware fills the same fields with version strings: only what stands here counts.

use super::provenance::MarkKind::{self, BeautyApp, Edited, Generated, Resaved, Rewritten};

/// Names in small letters, looked for anywhere in the text; the first row that fits counts. From the programs' own
/// files (public EXIF sample collections, ExifTool's tag tables, the apps' store pages) and `reference/rules.md`.
const NAMES: &[(MarkKind, &[&str])] = &[
    (
        Generated,
        &[
            "stable diffusion",
            "midjourney",
            "comfyui",
            "novelai",
            "dall-e",
            "dall·e",
            "automatic1111",
            "invokeai",
            "adobe firefly",
            "made with google ai",
            "bing image creator",
            "image creator from designer",
            "liblib",
            "即梦",
            "文心一格",
            "通义万相",
        ],
    ),
    (
        BeautyApp,
        &[
            "meitu",
            "美图",
            "xiuxiu",
            "beautycam",
            "美颜",
            "beautyplus",
            "makeupplus",
            "美妆相机",
            "faceu",
            "轻颜",
            "ulike",
            "醒图",
            "xingtu",
            "hypic",
            "b612",
            "facetune",
            "faceapp",
            "youcam",
            "perfect365",
            "airbrush",
            "camera360",
            "相机360",
            "无他相机",
            "wuta camera",
            "sweet selfie",
            "retrica",
            "pitu",
            "天天p图",
            "snowcorp",
            "remini",
        ],
    ),
    (
        Edited,
        &[
            "photoshop",
            "lightroom",
            "camera raw",
            "adobe fireworks",
            "adobe illustrator",
            "adobe express",
            "snapseed",
            "gimp",
            "pixelmator",
            "picsart",
            "vsco",
            "canva",
            "affinity photo",
            "paint.net",
            "paintshop",
            "paint shop pro",
            "capture one",
            "darktable",
            "rawtherapee",
            "luminar",
            "photoscape",
            "polarr",
            "泼辣",
            "fotor",
            "befunky",
            "pixlr",
            "photopea",
            "picasa",
            "acdsee",
            "xnview",
            "irfanview",
            "faststone",
            "gthumb",
            "digikam",
            "krita",
            "photofiltre",
            "photoimpact",
            "corel",
            "dxo ",
            "topaz",
            "gigapixel",
            "skylum",
            "afterlight",
            "photodirector",
            "neo imaging",
            "光影魔术手",
            "可牛",
            "证件照",
            "windows photo gallery",
            "windows live photo",
            "windows photo editor",
            "microsoft paint",
            "imagemagick",
            "graphicsmagick",
        ],
    ),
    (Rewritten, &["image::exiftool", "exiftool", "exiv2"]),
    (Resaved, &["gd-jpeg", "lavc", "libvips", "mozjpeg", "pillow", "waifu2x"]),
];

/// What `text`, a program's name and version, means; `None` for what is not known.
pub(super) fn classify(text: &str) -> Option<MarkKind> {
    let text = text.to_lowercase();
    let named = |names: &[&str]| names.iter().any(|name| text.contains(name));
    NAMES.iter().find(|(_, names)| named(names)).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firmware_is_no_editor() {
        let firmware =
            ["HDR+ 1.0.621982163zd", "17.1.2", "Ver.1.00", "G9300ZCU2API1", "Nikon Transfer 1.1 W", "1.01+R"];
        assert_eq!(firmware.map(classify), [None; 6]);
        let more =
            ["ALP-AL00 8.1.0.160(C00)", "MediaTek Camera Application", "COOLPIX P6000V1.0", "00204", "Android 14"];
        assert_eq!(more.map(classify), [None; 5]);
    }

    #[test]
    fn editors_are_known_whatever_their_version() {
        let seen = ["Adobe Photoshop CC 2017 (Macintosh)", "GIMP 2.10.34", "美图秀秀", "Snapseed 2.0"].map(classify);
        assert_eq!(seen, [Some(Edited), Some(Edited), Some(BeautyApp), Some(Edited)]);
        assert_eq!(classify("CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90"), Some(Resaved));
    }
}
