//! From layers to a photograph: rasterises background, person and skin, lights the person, lays the layers together,
//! then lens, exposure and sensor. Light is worked in linear values, grain in the eight bits of the file.

use super::svg::Svg;
use super::{Picture, Placement, Portrait, body, cover, face, hair, scene, spoil};
use resvg::{tiny_skia, usvg};

/// The three drawings that make one photograph; RGBA, alpha premultiplied.
pub struct Layers {
    background: tiny_skia::Pixmap,
    people: tiny_skia::Pixmap,
    /// Where skin is: its alpha only.
    skin: tiny_skia::Pixmap,
}

/// Draws the layers of `p`.
pub fn layers(p: &Portrait) -> Layers {
    let mut background = Svg::default();
    scene::draw(&mut background, p);
    let (mut people, mut skin) = (Svg::default(), Svg::default());
    let companion = Portrait { clothes_colour: [96, 42, 44], hat: None, glasses: None, ..p.clone() };
    for place in &p.others {
        person(&mut people, &mut skin, &companion, place);
    }
    person(&mut people, &mut skin, p, &p.place);
    let [background, people, skin] = [background, people, skin].map(|s| rasterise(&s, p));
    Layers { background, people, skin }
}

fn person(s: &mut Svg, skin: &mut Svg, p: &Portrait, place: &Placement) {
    let map = p.map(place);
    s.begin_map(&map);
    hair::behind(s, p);
    body::draw(s, p);
    hair::ball(s, p);
    face::draw(s, p);
    hair::front(s, p);
    cover::draw(s, p);
    s.end();
    skin.begin_map(&map);
    skin.fill(&face::outline(p), "#fff");
    for part in face::ears(p) {
        skin.fill(&part, "#fff");
    }
    skin.begin_map(&body::stance(p));
    skin.fill(body::NECK, "#fff");
    skin.end();
    skin.end();
}

fn rasterise(svg: &Svg, p: &Portrait) -> tiny_skia::Pixmap {
    let text = svg.document(p.width_px, p.height_px);
    let tree = usvg::Tree::from_str(&text, &usvg::Options::default()).expect("our own SVG");
    let mut pixmap = tiny_skia::Pixmap::new(p.width_px, p.height_px).expect("a picture has a size");
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    pixmap
}

/// Lights the layers and lays them together.
pub fn finish(p: &Portrait, layers: &Layers) -> Picture {
    let (width, height) = (p.width_px as usize, p.height_px as usize);
    let to_head = p.map(&p.place).inverse();
    let unit_px = p.place.head_height * f64::from(p.height_px) / super::HEAD;
    let lit = p.side_light != 0.0 || p.person_stops != 0.0;
    let mut out = Picture::plain(width, height, [0; 3]);
    for (i, pixel) in out.rgb.chunks_exact_mut(3).enumerate() {
        let under = layers.background.pixels()[i];
        let over = layers.people.pixels()[i];
        let alpha = f64::from(over.alpha()) / 255.0;
        let mut colour = [over.red(), over.green(), over.blue()].map(f64::from);
        if over.alpha() > 0 {
            let (u, v) = to_head.apply(((i % width) as f64 + 0.5, (i / width) as f64 + 0.5));
            let skin = f64::from(layers.skin.pixels()[i].alpha()) / 255.0 * alpha;
            if skin > 0.0 && p.skin_texture > 0.0 {
                // Too fine to be seen when the head is small: it would alias.
                let seen = unit_px.min(1.0);
                let pores = seen * (noise(u, v, 2.3, p.seed) + 0.8 * noise(u, v, 5.0, p.seed + 1))
                    + 0.3 * noise(u, v, 19.0, p.seed + 2);
                let tone = skin * likeness(colour, p.skin.colour()) * p.skin_texture * pores;
                colour = [colour[0] + tone, colour[1] + 1.05 * tone, colour[2] + 1.1 * tone];
            }
            if p.hot_spot > 0.0 {
                let shine = |x: f64, y: f64, r: f64| (-((u - x).powi(2) + (v - y).powi(2)) / (2.0 * r * r)).exp();
                let white = (p.hot_spot
                    * 1.4
                    * (shine(6.0, 108.0, 20.0) + 0.8 * shine(0.0, 222.0, 9.0) + 0.5 * shine(58.0, 214.0, 12.0)))
                .min(1.0)
                    * skin;
                colour = colour.map(|c| c + (255.0 * alpha - c) * white);
            }
            if lit && alpha > 0.0 {
                // Soft towards the edges, as round things are lit: the cheeks' edges (u = +-98) differ by 2 * 1.5 stops at 1.
                let stops = p.person_stops + p.side_light * 1.5 * (u / 98.0).clamp(-1.25, 1.25);
                colour = colour.map(|c| {
                    255.0 * alpha * spoil::gamma_coded((spoil::linear(c / alpha / 255.0) * stops.exp2()).min(1.0))
                });
            }
        }
        let behind = [under.red(), under.green(), under.blue()].map(f64::from);
        for c in 0..3 {
            pixel[c] = (colour[c] + (1.0 - alpha) * behind[c]).round().clamp(0.0, 255.0) as u8;
        }
    }
    if p.softness_px > 0.0 {
        out = spoil::gaussian_blur(&out, p.softness_px);
    }
    if p.exposure_stops != 0.0 || p.cast != [1.0; 3] {
        let gain = p.exposure_stops.exp2();
        out = spoil::gain(&out, p.cast.map(|c| c * gain));
    }
    spoil::noise(&out, p.grain, p.seed)
}

/// How much a colour is skin, 0..=1: what lies over the face (hair, cap, mask) shows no pores.
fn likeness(colour: [f64; 3], skin: super::Rgb) -> f64 {
    let red = |c: [f64; 3]| c[0] / (c[0] + c[1] + c[2]).max(1.0);
    let tone = skin.map(f64::from);
    let off = (red(colour) - red(tone)) / 0.05;
    (-off * off).exp() * (colour[1] / tone[1]).min(1.0)
}

/// Smooth noise of about unit deviation, its grains `cell` head units wide.
fn noise(u: f64, v: f64, cell: f64, seed: u64) -> f64 {
    let (x, y) = (u / cell, v / cell);
    let (ix, iy) = (x.floor(), y.floor());
    let (fx, fy) = (x - ix, y - iy);
    let (sx, sy) = (fx * fx * (3.0 - 2.0 * fx), fy * fy * (3.0 - 2.0 * fy));
    let corner = |dx: f64, dy: f64| spoil::bell((ix + dx) as i64, (iy + dy) as i64, seed);
    let top = corner(0.0, 0.0) * (1.0 - sx) + corner(1.0, 0.0) * sx;
    let bottom = corner(0.0, 1.0) * (1.0 - sx) + corner(1.0, 1.0) * sx;
    1.4 * (top * (1.0 - sy) + bottom * sy)
}
