//! Vector instructions in wasm, which cannot be detected at run time: they were chosen when the module was compiled.
//!
//! The one `unsafe` of the crate. `set_cpu_extensions` is unsafe because code for instructions that the machine lacks
//! is undefined; a wasm module compiled with `simd128` is refused by an engine without it before any code runs, so the
//! promise holds wherever this compiles. The resizer is run on hostile sizes by the tests of `frame` and `decode`.

/// A resizer that uses simd128 where the module was compiled with it.
pub(crate) fn resizer() -> fast_image_resize::Resizer {
    #[allow(unused_mut, reason = "set only where simd128 is compiled in")]
    let mut resizer = fast_image_resize::Resizer::new();
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    #[allow(unsafe_code)]
    // SAFETY: this module was compiled with simd128, so the engine that runs it has simd128.
    unsafe {
        resizer.set_cpu_extensions(fast_image_resize::CpuExtensions::Simd128);
    }
    resizer
}
