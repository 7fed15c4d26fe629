//! How far the camera stood: from the eyes' distance in the photo and the lens that the EXIF names.

use super::*;
use crate::limit::Range;
use crate::measure::Unmeasured;

pub(super) static CHECK: Check = Check {
    id: "camera-distance",
    group: Group::Framing,
    title: Text { zh: "拍摄距离", en: "Camera distance" },
    unit: Unit::Cm,
    // People's eyes lie 63 mm apart with a standard deviation of 3.6: two of them are 12 %.
    limit: LimitFrom::Own(Limit { ideal: Range::new(70.0, 250.0), accepted: Range::new(50.0, 400.0) }),
    source: "notice 001, 3.2: 80 to 100 cm from the camera; CHSI collection pages: 1.5 to 2 m; widened by what the eyes' distance varies between people (63 mm, ANSUR: standard deviation 3.6 mm)",
    how: "63 mm over the angle between the irises, from EXIF FocalLengthIn35mmFilm and the whole photo's diagonal",
    faults: &[
        Fault {
            code: "too-near",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "相机离脸只有约 {value}，五官会变形。",
                en: "The camera was only about {value} from the face, which distorts it.",
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请别人用后置相机在约一米外拍摄。",
                    en: "Please have someone take it with the rear camera from about one metre away.",
                },
            },
        },
        Fault {
            code: "too-far",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "相机离人约 {value}，太远了，面部不够清楚。",
                en: "The camera was about {value} away, too far for a clear face.",
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text { zh: "请在约一米外重拍。", en: "Please retake it from about one metre away." },
            },
        },
    ],
    look: Text {
        zh: "请确认相机离面部约八十到一百厘米。",
        en: "Please check that the camera stood 80 to 100 cm from the face.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    Ok(Observed::at(distance_cm(case)?, case.head()?.face))
}

/// Diagonal of the film frame that equivalent focal lengths refer to, mm: 36 x 24 (CIPA DCG-001, 3).
const FILM_DIAGONAL_MM: f64 = 43.27;

/// Mean distance between the pupils of adults, cm (Dodgson 2004, ANSUR: 63.4 mm).
const PUPILS_CM: f64 = 6.3;

/// Camera to face, cm. Whatever was cut off since the camera wrote its EXIF is put back first.
///
/// # Errors
/// [`Unmeasured::NotImplied`] without a focal length, or where the photo was cut in a way that nothing tells.
pub(super) fn distance_cm(case: &Case) -> Reading<f64> {
    let camera = &case.evidence.container.provenance.camera;
    let (focal, size) = camera.focal_35mm.zip(case.evidence.size).ok_or(Unmeasured::NotImplied)?;
    let head = case.head()?;
    let diagonal_px = original_diagonal_px(size, camera.pixel_size).ok_or(Unmeasured::NotImplied)?;
    let eyes_px = head.left_eye.distance(head.right_eye) / head.yaw_deg.to_radians().cos().max(0.5);
    if eyes_px <= 0.0 || !eyes_px.is_finite() {
        return Err(Unmeasured::NotImplied);
    }
    Ok(PUPILS_CM * focal * diagonal_px / FILM_DIAGONAL_MM / eyes_px)
}

/// The diagonal of the camera's whole picture, in pixels of this photo.
fn original_diagonal_px((width, height): (u32, u32), written: Option<(u32, u32)>) -> Option<f64> {
    /// Sensors and screens: 4:3, 3:2, 16:9, 1:1 and the long screens' 20:9.
    const SHAPES: [f64; 5] = [4.0 / 3.0, 1.5, 16.0 / 9.0, 1.0, 20.0 / 9.0];
    /// Sides are rounded to whole blocks.
    const ALIKE: f64 = 0.01;
    let long_to_short = |(a, b): (f64, f64)| a.max(b) / a.min(b);
    let diagonal = |(a, b): (f64, f64)| a.hypot(b);
    let here = (f64::from(width), f64::from(height));
    let there = written.map(|(a, b)| (f64::from(a), f64::from(b))).filter(|(a, b)| *a >= 1.0 && *b >= 1.0);
    match there {
        // The same shape: the whole picture, perhaps at another size.
        Some(there) if (long_to_short(here) / long_to_short(there) - 1.0).abs() < ALIKE => Some(diagonal(here)),
        // Another shape that fits inside: cut out at its own size.
        Some(there) if here.0.max(here.1) <= there.0.max(there.1) && here.0.min(here.1) <= there.0.min(there.1) => {
            Some(diagonal(there))
        }
        Some(_) => None,
        None => {
            let known = SHAPES.iter().any(|shape| (long_to_short(here) / shape - 1.0).abs() < ALIKE);
            known.then(|| diagonal(here))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_is_undone_where_the_camera_left_its_size() {
        assert_eq!(original_diagonal_px((3000, 4000), Some((4000, 3000))), Some(5000.0));
        assert_eq!(original_diagonal_px((300, 400), Some((4000, 3000))), Some(500.0));
        assert_eq!(original_diagonal_px((2000, 2000), Some((4000, 3000))), Some(5000.0));
        assert_eq!(original_diagonal_px((5000, 5000), Some((4000, 3000))), None);
        assert_eq!(original_diagonal_px((30, 40), None), Some(50.0));
        assert_eq!(original_diagonal_px((295, 413), None), None);
    }
}
