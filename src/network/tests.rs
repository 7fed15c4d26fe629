//! The kernels beside their plain formulations, the file's errors, and the three networks beside TFLite.

use super::kernels::*;
use super::*;

/// Numbers in -1..1 that look random (a linear congruential generator).
fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f32::from(u16::try_from(state >> 16).unwrap()) / 32_768.0 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

fn near(a: &[f32], b: &[f32], by: f32) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= by)
}

/// A convolution as it is written down: for each output the sum over window and inputs.
fn plain(
    map: &[f32],
    from: Shape,
    to: Shape,
    window: Window,
    weights: &[f32],
    bias: &[f32],
    depthwise: bool,
) -> Vec<f32> {
    let mut out = Vec::new();
    for (row, column) in (0..to.height).flat_map(|row| (0..to.width).map(move |column| (row, column))) {
        for output in 0..to.channels {
            let mut sum = bias[output];
            for (line, place) in (0..window.height).flat_map(|line| (0..window.width).map(move |place| (line, place))) {
                let y = (row * window.stride + line * window.spread).wrapping_sub(window.above);
                let x = (column * window.stride + place * window.spread).wrapping_sub(window.before);
                if y >= from.height || x >= from.width {
                    continue;
                }
                let at = (y * from.width + x) * from.channels;
                let tap = line * window.width + place;
                if depthwise {
                    sum += map[at + output] * weights[tap * from.channels + output];
                } else {
                    for input in 0..from.channels {
                        sum += map[at + input] * weights[(tap * from.channels + input) * to.channels + output];
                    }
                }
            }
            out.push(sum);
        }
    }
    out
}

#[test]
fn convolutions_equal_the_plain_formulation() {
    let cases = [
        (1, 1, 1, 0, 3, 2),
        (3, 2, 1, 0, 3, 16),
        (5, 2, 1, 1, 7, 24),
        (3, 1, 2, 2, 21, 9),
        (2, 2, 1, 0, 8, 8),
        (3, 3, 1, 0, 4, 1),
    ];
    for (side, stride, spread, pad, inputs, outputs) in cases {
        let from = Shape { height: 9, width: 7, channels: inputs };
        let count = |length: usize| (length + 2 * pad - (side - 1) * spread - 1) / stride + 1;
        let to = Shape { height: count(9), width: count(7), channels: outputs };
        let window = Window { height: side, width: side, stride, spread, above: pad, before: pad };
        let (map, bias) = (numbers(from.len(), 1), numbers(outputs, 2));
        let weights = numbers(side * side * inputs * outputs, 3);
        let mut out = vec![0.0; to.len()];
        convolve(&map, from, &mut out, to, window, &Matrix::new(&weights, bias.clone()), &Activation::None);
        let expected = plain(&map, from, to, window, &weights, &bias, false);
        assert!(near(&out, &expected, 1e-4), "{side} {stride} {pad} {inputs} {outputs}");

        let to = Shape { channels: inputs, ..to };
        let (weights, bias) = (numbers(side * side * inputs, 4), numbers(inputs, 5));
        let mut out = vec![0.0; to.len()];
        let kernel = Depthwise { weights: weights.clone(), bias: bias.clone() };
        kernel.convolve(&map, from, &mut out, to, window, &Activation::None);
        assert!(
            near(&out, &plain(&map, from, to, window, &weights, &bias, true), 1e-5),
            "{side} {stride} {pad} {inputs}"
        );
    }
}

#[test]
fn a_sigmoid_is_exact_to_a_float() {
    for step in -2000..=2000 {
        let x = step as f32 * 0.05;
        let mut value = [x];
        Activation::Sigmoid.apply(&mut value, 1);
        let exact = (1.0 / (1.0 + (-f64::from(x)).exp())) as f32;
        assert!(
            (value[0] - exact).abs() <= f32::EPSILON * exact.max(f32::MIN_POSITIVE) + 1e-34,
            "{x}: {} {exact}",
            value[0]
        );
    }
}

#[test]
fn resizing_to_the_double_weighs_by_distance() {
    let from = Shape { height: 1, width: 2, channels: 1 };
    let mut out = [0.0; 4];
    resize(&[0.0, 4.0], from, &mut out, Shape { width: 4, ..from });
    assert_eq!(out, [0.0, 1.0, 3.0, 4.0]);
}

#[test]
fn a_pixel_of_four_groups_becomes_a_square() {
    let mut out = [0.0; 8];
    depth_to_space(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], 1, 2, 1, &mut out);
    assert_eq!(out, [1.0, 2.0, 5.0, 6.0, 3.0, 4.0, 7.0, 8.0]);
}

fn file_of(kind: NetworkKind) -> Vec<u8> {
    let path = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/www/models")).join(kind.file_name());
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}; `./build.sh build` makes it", path.display()))
}

/// A smooth picture of side `side`, values 0..=1.
fn picture(side: usize) -> Vec<f32> {
    let at = |index: usize| ((index * 7 + index / side * 3) % 64) as f32 / 63.0;
    (0..side * side * 3).map(at).collect()
}

/// Outputs for [`picture`], from the same .tflite files by TFLite's own rules: ONNX made by the rules of this project's
/// first converter, run by onnxruntime 1.31 on one thread with f32 weights. Name, place, value.
#[test]
fn the_networks_give_what_tflite_gives() {
    #[rustfmt::skip]
    let expected: &[(NetworkKind, usize, usize, f32)] = &[
        (NetworkKind::FaceDetection, 0, 0, 0.1943723),
        (NetworkKind::FaceDetection, 0, 7168, -0.07479525),
        (NetworkKind::FaceDetection, 0, 10240, -0.1288085),
        (NetworkKind::FaceDetection, 1, 0, -5.063323),
        (NetworkKind::FaceDetection, 1, 448, -4.88321),
        (NetworkKind::FaceDetection, 1, 640, -2.399904),
        (NetworkKind::FaceMesh, 0, 0, 86.38173),
        (NetworkKind::FaceMesh, 0, 702, 43.92907),
        (NetworkKind::FaceMesh, 0, 1002, 125.72),
        (NetworkKind::FaceMesh, 1, 0, 64.50288),
        (NetworkKind::FaceMesh, 1, 80, 65.25131),
        (NetworkKind::FaceMesh, 1, 114, 99.746),
        (NetworkKind::FaceMesh, 2, 0, 55.44051),
        (NetworkKind::FaceMesh, 2, 71, 82.87669),
        (NetworkKind::FaceMesh, 2, 101, 67.32577),
        (NetworkKind::FaceMesh, 3, 0, 132.8055),
        (NetworkKind::FaceMesh, 3, 71, 84.43279),
        (NetworkKind::FaceMesh, 3, 101, 67.77097),
        (NetworkKind::FaceMesh, 4, 0, 65.31349),
        (NetworkKind::FaceMesh, 4, 5, 70.94049),
        (NetworkKind::FaceMesh, 4, 7, 74.12688),
        (NetworkKind::FaceMesh, 5, 0, 119.9626),
        (NetworkKind::FaceMesh, 5, 5, 67.40069),
        (NetworkKind::FaceMesh, 5, 7, 71.46506),
        (NetworkKind::FaceMesh, 6, 0, -15.89155),
        (NetworkKind::PersonSegmentation, 0, 0, 0.0),
        (NetworkKind::PersonSegmentation, 0, 32768, 0.0),
        (NetworkKind::PersonSegmentation, 0, 46811, 0.0),
    ];
    for kind in NetworkKind::ALL {
        let network = FileNetwork::load(kind, &file_of(kind)).unwrap();
        let outputs = network.run(picture(kind.side())).unwrap();
        for (_, output, place, value) in expected.iter().filter(|entry| entry.0 == kind) {
            let found = outputs[*output][*place];
            // The mesh's kernels are bytes: where there is no face to hold on to, its points move by up to 1.15 px of 192.
            let near = if kind == NetworkKind::FaceMesh { 1.2 } else { 2e-4 * value.abs().max(1.0) };
            assert!((found - value).abs() <= near, "{kind:?} {output} {place}: {found} {value}");
        }
    }
}

#[test]
fn a_kernel_of_bytes_is_each_times_its_channels_scale() {
    // Two inputs to two outputs at one place; the scales 0.5 and 2 are the first weights, no bias.
    let conv = [1, 0, 1, 0, 0, 1, 1, 2, 1, 1, 2, 1, 1, 1, 0, 0, 0, 1, 2];
    let words = [&[0, 2, 1, 0, conv.len() as u32][..], &conv, &[1, 1, 2]].concat();
    let mut body: Vec<u8> =
        [words.len() as u32, 4, 4].iter().chain(&words).flat_map(|word| word.to_le_bytes()).collect();
    body.extend([0x3800_u16, 0x4000, 0, 0].iter().flat_map(|half| half.to_le_bytes()));
    body.extend([127, -3, 0, 5].map(|byte: i8| byte.to_le_bytes()[0]));
    let bytes = [b"PPN2", &crc32fast::hash(&body).to_le_bytes()[..], &body].concat();
    let outputs = file::read(&bytes).unwrap().run(vec![1.0, 2.0]);
    assert_eq!(outputs, [[63.5, -6.0 + 20.0]]);
}

#[test]
fn a_damaged_file_is_refused_and_never_panics() {
    let bytes = file_of(NetworkKind::FaceDetection);
    assert!(FileNetwork::load(NetworkKind::PersonSegmentation, &bytes).unwrap_err().reason.contains("another network"));
    for at in [0, 4, 9, 40, bytes.len() - 1] {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(FileNetwork::load(NetworkKind::FaceDetection, &changed).is_err());
        assert!(FileNetwork::load(NetworkKind::FaceDetection, &bytes[..at]).is_err());
    }
}

#[test]
fn a_file_that_lies_with_a_right_checksum_never_panics() {
    let bytes = file_of(NetworkKind::FaceDetection);
    let mut refused = 0;
    for word in 0..600 {
        for value in [0_u32, 1, 7, 4096, u32::MAX] {
            let mut changed = bytes.clone();
            changed[8 + 4 * word..12 + 4 * word].copy_from_slice(&value.to_le_bytes());
            let sum = crc32fast::hash(&changed[8..]);
            changed[4..8].copy_from_slice(&sum.to_le_bytes());
            match file::read(&changed) {
                Ok(program) if program.input_length() == NetworkKind::FaceDetection.input_length() && word % 8 == 0 => {
                    program.run(picture(128));
                }
                Ok(_) => {}
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 2000, "{refused}");
}
