// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. What xsimd 8.1 lacks, as overloads on the machine's raw registers: fused multiply-add, min and max
// whose NaN rule is known, exact roots and quotients, partial loads and stores, ordered sums. register.hpp wraps them; include that one.
#pragma once

#include <cstddef>
#include <cstdint>

#include <ogive/base/config.hpp>

#if defined(__AVX__)
#include <immintrin.h>
#elif defined(__SSE4_1__)
#include <smmintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>  // the larger header costs 0.4 s to compile
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace ogive::detail::raw {

// a name that a machine lacks must still be one where a template looks for it and then discards the branch
struct none;
void multiply_add(none);
void negate_multiply_add(none);
void scale(none);
void load_in_double(none);
void load_partial_in_double(none);
void store_as_float(none);
void store_partial_as_float(none);
void exponent(none);
void mantissa(none);
void load_partial(none);
void store_partial(none);
void zero_from(none);
void shifted_left(none);
void round_down(none);

#if defined(__FMA__)
OGIVE_INLINE __m128 multiply_add(__m128 a, __m128 b, __m128 c) { return _mm_fmadd_ps(a, b, c); }
OGIVE_INLINE __m128d multiply_add(__m128d a, __m128d b, __m128d c) { return _mm_fmadd_pd(a, b, c); }
OGIVE_INLINE __m256 multiply_add(__m256 a, __m256 b, __m256 c) { return _mm256_fmadd_ps(a, b, c); }
OGIVE_INLINE __m256d multiply_add(__m256d a, __m256d b, __m256d c) { return _mm256_fmadd_pd(a, b, c); }
OGIVE_INLINE __m128 negate_multiply_add(__m128 a, __m128 b, __m128 c) { return _mm_fnmadd_ps(a, b, c); }
OGIVE_INLINE __m128d negate_multiply_add(__m128d a, __m128d b, __m128d c) { return _mm_fnmadd_pd(a, b, c); }
OGIVE_INLINE __m256 negate_multiply_add(__m256 a, __m256 b, __m256 c) { return _mm256_fnmadd_ps(a, b, c); }
OGIVE_INLINE __m256d negate_multiply_add(__m256d a, __m256d b, __m256d c) { return _mm256_fnmadd_pd(a, b, c); }
#endif

#if defined(__SSE2__)
// if one operand is NaN, or both are zeros, the result is the second: on every machine
OGIVE_INLINE __m128 smaller(__m128 a, __m128 b) { return _mm_min_ps(a, b); }
OGIVE_INLINE __m128d smaller(__m128d a, __m128d b) { return _mm_min_pd(a, b); }
OGIVE_INLINE __m128 larger(__m128 a, __m128 b) { return _mm_max_ps(a, b); }
OGIVE_INLINE __m128d larger(__m128d a, __m128d b) { return _mm_max_pd(a, b); }
OGIVE_INLINE __m128 square_root(__m128 a) { return _mm_sqrt_ps(a); }
OGIVE_INLINE __m128d square_root(__m128d a) { return _mm_sqrt_pd(a); }

// halves are added until one lane is left: lane l and lane l + width/2 first
OGIVE_INLINE float sum(__m128 a) {
  a = _mm_add_ps(a, _mm_movehl_ps(a, a));
  return _mm_cvtss_f32(_mm_add_ss(a, _mm_shuffle_ps(a, a, 1)));
}
OGIVE_INLINE double sum(__m128d a) { return _mm_cvtsd_f64(_mm_add_sd(a, _mm_unpackhi_pd(a, a))); }

OGIVE_INLINE __m128d low_in_double(__m128 a) { return _mm_cvtps_pd(a); }
OGIVE_INLINE __m128d high_in_double(__m128 a) { return _mm_cvtps_pd(_mm_movehl_ps(a, a)); }
OGIVE_INLINE __m128d load_in_double(const float* from, __m128d) {
  return _mm_cvtps_pd(_mm_castsi128_ps(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from))));
}
OGIVE_INLINE void store_as_float(float* to, __m128d a) {
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_castps_si128(_mm_cvtpd_ps(a)));
}
OGIVE_INLINE __m128 to_float(__m128d low, __m128d high) { return _mm_movelh_ps(_mm_cvtpd_ps(low), _mm_cvtpd_ps(high)); }
#endif

#if defined(__SSE2__)
/// Bit l of the result: whether lane l of a mask is set.
OGIVE_INLINE unsigned bits_of_mask(__m128 mask) { return static_cast<unsigned>(_mm_movemask_ps(mask)); }
OGIVE_INLINE unsigned bits_of_mask(__m128d mask) { return static_cast<unsigned>(_mm_movemask_pd(mask)); }
#endif

#if defined(__SSE2__) && !defined(__SSE4_1__)
OGIVE_INLINE __m128 by_sign(__m128 t, __m128 a, __m128 b) {
  const __m128 mask = _mm_castsi128_ps(_mm_srai_epi32(_mm_castps_si128(t), 31));
  return _mm_or_ps(_mm_and_ps(mask, b), _mm_andnot_ps(mask, a));
}
OGIVE_INLINE __m128d by_sign(__m128d t, __m128d a, __m128d b) {
  const __m128i high = _mm_srai_epi32(_mm_castpd_si128(t), 31);
  const __m128d mask = _mm_castsi128_pd(_mm_shuffle_epi32(high, 0xf5));
  return _mm_or_pd(_mm_and_pd(mask, b), _mm_andnot_pd(mask, a));
}
#endif

#if defined(__SSE4_1__)
// by the sign bit: a where it is 0, else b
OGIVE_INLINE __m128 by_sign(__m128 t, __m128 a, __m128 b) { return _mm_blendv_ps(a, b, t); }
OGIVE_INLINE __m128d by_sign(__m128d t, __m128d a, __m128d b) { return _mm_blendv_pd(a, b, t); }
OGIVE_INLINE __m128 round_down(__m128 a) { return _mm_floor_ps(a); }
OGIVE_INLINE __m128d round_down(__m128d a) { return _mm_floor_pd(a); }
#endif

#if defined(__AVX__)
OGIVE_INLINE __m256 smaller(__m256 a, __m256 b) { return _mm256_min_ps(a, b); }
OGIVE_INLINE __m256d smaller(__m256d a, __m256d b) { return _mm256_min_pd(a, b); }
OGIVE_INLINE __m256 larger(__m256 a, __m256 b) { return _mm256_max_ps(a, b); }
OGIVE_INLINE __m256d larger(__m256d a, __m256d b) { return _mm256_max_pd(a, b); }
OGIVE_INLINE __m256 square_root(__m256 a) { return _mm256_sqrt_ps(a); }
OGIVE_INLINE __m256d square_root(__m256d a) { return _mm256_sqrt_pd(a); }
OGIVE_INLINE unsigned bits_of_mask(__m256 mask) { return static_cast<unsigned>(_mm256_movemask_ps(mask)); }
OGIVE_INLINE unsigned bits_of_mask(__m256d mask) { return static_cast<unsigned>(_mm256_movemask_pd(mask)); }
OGIVE_INLINE __m256 by_sign(__m256 t, __m256 a, __m256 b) { return _mm256_blendv_ps(a, b, t); }
OGIVE_INLINE __m256d by_sign(__m256d t, __m256d a, __m256d b) { return _mm256_blendv_pd(a, b, t); }
OGIVE_INLINE __m256 without(__m256 mask, __m256 a) { return _mm256_andnot_ps(mask, a); }
OGIVE_INLINE __m256d without(__m256d mask, __m256d a) { return _mm256_andnot_pd(mask, a); }
OGIVE_INLINE float sum(__m256 a) { return sum(_mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1))); }
OGIVE_INLINE double sum(__m256d a) { return sum(_mm_add_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1))); }
OGIVE_INLINE __m256 round_down(__m256 a) { return _mm256_floor_ps(a); }
OGIVE_INLINE __m256d round_down(__m256d a) { return _mm256_floor_pd(a); }
OGIVE_INLINE __m256d low_in_double(__m256 a) { return _mm256_cvtps_pd(_mm256_castps256_ps128(a)); }
OGIVE_INLINE __m256d high_in_double(__m256 a) { return _mm256_cvtps_pd(_mm256_extractf128_ps(a, 1)); }
OGIVE_INLINE __m256d load_in_double(const float* from, __m256d) { return _mm256_cvtps_pd(_mm_loadu_ps(from)); }
OGIVE_INLINE void store_as_float(float* to, __m256d a) { _mm_storeu_ps(to, _mm256_cvtpd_ps(a)); }
OGIVE_INLINE __m256 to_float(__m256d low, __m256d high) { return _mm256_set_m128(_mm256_cvtpd_ps(high), _mm256_cvtpd_ps(low)); }

/// A register whose first `count` lanes are all ones is a window of these.
alignas(32) inline constexpr std::int32_t float_window[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
alignas(32) inline constexpr std::int64_t double_window[8] = {-1, -1, -1, -1};
OGIVE_INLINE __m256i first_lanes(__m256, std::size_t count) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(float_window + 8 - count)); }
OGIVE_INLINE __m256i first_lanes(__m256d, std::size_t count) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(double_window + 4 - count)); }
OGIVE_INLINE __m256 load_partial(const float* from, std::size_t count, __m256 fill) {
  const __m256i mask = first_lanes(fill, count);
  return _mm256_blendv_ps(fill, _mm256_maskload_ps(from, mask), _mm256_castsi256_ps(mask));
}
OGIVE_INLINE __m256d load_partial(const double* from, std::size_t count, __m256d fill) {
  const __m256i mask = first_lanes(fill, count);
  return _mm256_blendv_pd(fill, _mm256_maskload_pd(from, mask), _mm256_castsi256_pd(mask));
}
OGIVE_INLINE void store_partial(float* to, __m256 a, std::size_t count) { _mm256_maskstore_ps(to, first_lanes(a, count), a); }
OGIVE_INLINE void store_partial(double* to, __m256d a, std::size_t count) { _mm256_maskstore_pd(to, first_lanes(a, count), a); }
OGIVE_INLINE __m128i first_of_four(std::size_t count) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(float_window + 8 - count)); }
OGIVE_INLINE __m256d load_partial_in_double(const float* from, std::size_t count, __m256d) {
  return _mm256_cvtps_pd(_mm_maskload_ps(from, first_of_four(count)));
}
OGIVE_INLINE void store_partial_as_float(float* to, __m256d a, std::size_t count) {
  _mm_maskstore_ps(to, first_of_four(count), _mm256_cvtpd_ps(a));
}
OGIVE_INLINE __m256 zero_from(__m256 a, std::size_t count) { return _mm256_and_ps(a, _mm256_castsi256_ps(first_lanes(a, count))); }
OGIVE_INLINE __m256d zero_from(__m256d a, std::size_t count) { return _mm256_and_pd(a, _mm256_castsi256_pd(first_lanes(a, count))); }
#endif

#if defined(__AVX512F__)
OGIVE_INLINE __m512 multiply_add(__m512 a, __m512 b, __m512 c) { return _mm512_fmadd_ps(a, b, c); }
OGIVE_INLINE __m512d multiply_add(__m512d a, __m512d b, __m512d c) { return _mm512_fmadd_pd(a, b, c); }
OGIVE_INLINE __m512 negate_multiply_add(__m512 a, __m512 b, __m512 c) { return _mm512_fnmadd_ps(a, b, c); }
OGIVE_INLINE __m512d negate_multiply_add(__m512d a, __m512d b, __m512d c) { return _mm512_fnmadd_pd(a, b, c); }

OGIVE_INLINE __mmask16 first_lanes(__m512, std::size_t count) { return static_cast<__mmask16>((1U << count) - 1U); }
OGIVE_INLINE __mmask8 first_lanes(__m512d, std::size_t count) { return static_cast<__mmask8>((1U << count) - 1U); }
// g++ 12 warns of its own header where an unmasked intrinsic starts from an undefined register: mask with all ones
inline constexpr __mmask16 all16 = 0xffff;
inline constexpr __mmask8 all8 = 0xff;
OGIVE_INLINE __m512 smaller(__m512 a, __m512 b) { return _mm512_maskz_min_ps(all16, a, b); }
OGIVE_INLINE __m512d smaller(__m512d a, __m512d b) { return _mm512_maskz_min_pd(all8, a, b); }
OGIVE_INLINE __m512 larger(__m512 a, __m512 b) { return _mm512_maskz_max_ps(all16, a, b); }
OGIVE_INLINE __m512d larger(__m512d a, __m512d b) { return _mm512_maskz_max_pd(all8, a, b); }
OGIVE_INLINE __m512 square_root(__m512 a) { return _mm512_maskz_sqrt_ps(all16, a); }
OGIVE_INLINE __m512d square_root(__m512d a) { return _mm512_maskz_sqrt_pd(all8, a); }
OGIVE_INLINE unsigned bits_of_mask(__mmask16 mask) { return mask; }
OGIVE_INLINE unsigned bits_of_mask(__mmask8 mask) { return mask; }
OGIVE_INLINE __m512 by_sign(__m512 t, __m512 a, __m512 b) {
  return _mm512_mask_blend_ps(_mm512_cmplt_epi32_mask(_mm512_castps_si512(t), _mm512_setzero_si512()), a, b);
}
OGIVE_INLINE __m512d by_sign(__m512d t, __m512d a, __m512d b) {
  return _mm512_mask_blend_pd(_mm512_cmplt_epi64_mask(_mm512_castpd_si512(t), _mm512_setzero_si512()), a, b);
}
OGIVE_INLINE __m512 scale(__m512 a, __m512 n) { return _mm512_maskz_scalef_ps(all16, a, n); }
OGIVE_INLINE __m512d scale(__m512d a, __m512d n) { return _mm512_maskz_scalef_pd(all8, a, n); }
OGIVE_INLINE __m512 exponent(__m512 a) { return _mm512_maskz_getexp_ps(all16, a); }
OGIVE_INLINE __m512d exponent(__m512d a) { return _mm512_maskz_getexp_pd(all8, a); }
// in [3/4, 3/2); NaN for negative numbers
OGIVE_INLINE __m512 mantissa(__m512 a) { return _mm512_maskz_getmant_ps(all16, a, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_nan); }
OGIVE_INLINE __m512d mantissa(__m512d a) { return _mm512_maskz_getmant_pd(all8, a, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_nan); }

OGIVE_INLINE __m512 load_partial(const float* from, std::size_t count, __m512 fill) { return _mm512_mask_loadu_ps(fill, first_lanes(fill, count), from); }
OGIVE_INLINE __m512d load_partial(const double* from, std::size_t count, __m512d fill) { return _mm512_mask_loadu_pd(fill, first_lanes(fill, count), from); }
OGIVE_INLINE void store_partial(float* to, __m512 a, std::size_t count) { _mm512_mask_storeu_ps(to, first_lanes(a, count), a); }
OGIVE_INLINE void store_partial(double* to, __m512d a, std::size_t count) { _mm512_mask_storeu_pd(to, first_lanes(a, count), a); }
OGIVE_INLINE __m512 zero_from(__m512 a, std::size_t count) { return _mm512_maskz_mov_ps(first_lanes(a, count), a); }
OGIVE_INLINE __m512d zero_from(__m512d a, std::size_t count) { return _mm512_maskz_mov_pd(first_lanes(a, count), a); }
OGIVE_INLINE __m512i shifted_left(__m512i a, int n, std::uint32_t) { return _mm512_maskz_sll_epi32(all16, a, _mm_cvtsi32_si128(n)); }
OGIVE_INLINE __m512i shifted_left(__m512i a, int n, std::uint64_t) { return _mm512_maskz_sll_epi64(all8, a, _mm_cvtsi32_si128(n)); }
OGIVE_INLINE __m256d low_half(__m512d a) { return _mm512_maskz_extractf64x4_pd(all8, a, 0); }
OGIVE_INLINE __m256d high_half(__m512d a) { return _mm512_maskz_extractf64x4_pd(all8, a, 1); }
OGIVE_INLINE __m512 round_down(__m512 a) { return _mm512_maskz_roundscale_ps(all16, a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC); }
OGIVE_INLINE __m512d round_down(__m512d a) { return _mm512_maskz_roundscale_pd(all8, a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC); }
OGIVE_INLINE __m512d widened(__m256 a) { return _mm512_maskz_insertf64x4(all8, _mm512_setzero_pd(), _mm256_castps_pd(a), 0); }
OGIVE_INLINE __m512d low_in_double(__m512 a) { return _mm512_maskz_cvtps_pd(all8, _mm256_castpd_ps(low_half(_mm512_castps_pd(a)))); }
OGIVE_INLINE __m512d high_in_double(__m512 a) { return _mm512_maskz_cvtps_pd(all8, _mm256_castpd_ps(high_half(_mm512_castps_pd(a)))); }
OGIVE_INLINE __m512d load_in_double(const float* from, __m512d) { return _mm512_maskz_cvtps_pd(all8, _mm256_loadu_ps(from)); }
OGIVE_INLINE void store_as_float(float* to, __m512d a) { _mm256_storeu_ps(to, _mm512_maskz_cvtpd_ps(all8, a)); }
OGIVE_INLINE __m512d load_partial_in_double(const float* from, std::size_t count, __m512d) {
  return low_in_double(_mm512_maskz_loadu_ps(static_cast<__mmask16>((1U << count) - 1), from));
}
OGIVE_INLINE void store_partial_as_float(float* to, __m512d a, std::size_t count) {
  _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1U << count) - 1), _mm512_castpd_ps(widened(_mm512_maskz_cvtpd_ps(all8, a))));
}
OGIVE_INLINE __m512 to_float(__m512d low, __m512d high) {
  return _mm512_castpd_ps(_mm512_maskz_insertf64x4(all8, widened(_mm512_maskz_cvtpd_ps(all8, low)), _mm256_castps_pd(_mm512_maskz_cvtpd_ps(all8, high)), 1));
}
OGIVE_INLINE double sum(__m512d a) { return sum(_mm256_add_pd(low_half(a), high_half(a))); }
OGIVE_INLINE float sum(__m512 a) {
  const __m512d pairs = _mm512_castps_pd(a);
  return sum(_mm256_add_ps(_mm256_castpd_ps(low_half(pairs)), _mm256_castpd_ps(high_half(pairs))));
}
#endif

#if defined(__aarch64__)
OGIVE_INLINE float32x4_t multiply_add(float32x4_t a, float32x4_t b, float32x4_t c) { return vfmaq_f32(c, a, b); }
OGIVE_INLINE float64x2_t multiply_add(float64x2_t a, float64x2_t b, float64x2_t c) { return vfmaq_f64(c, a, b); }
OGIVE_INLINE float32x4_t negate_multiply_add(float32x4_t a, float32x4_t b, float32x4_t c) { return vfmsq_f32(c, a, b); }
OGIVE_INLINE float64x2_t negate_multiply_add(float64x2_t a, float64x2_t b, float64x2_t c) { return vfmsq_f64(c, a, b); }
// not fmin and fmax, which sort zeros by their signs
OGIVE_INLINE float32x4_t smaller(float32x4_t a, float32x4_t b) { return vbslq_f32(vcltq_f32(a, b), a, b); }
OGIVE_INLINE float64x2_t smaller(float64x2_t a, float64x2_t b) { return vbslq_f64(vcltq_f64(a, b), a, b); }
OGIVE_INLINE float32x4_t larger(float32x4_t a, float32x4_t b) { return vbslq_f32(vcgtq_f32(a, b), a, b); }
OGIVE_INLINE float64x2_t larger(float64x2_t a, float64x2_t b) { return vbslq_f64(vcgtq_f64(a, b), a, b); }
OGIVE_INLINE unsigned bits_of_mask(uint32x4_t mask) {
  const uint32x4_t each = {1, 2, 4, 8};
  return vaddvq_u32(vandq_u32(mask, each));
}
OGIVE_INLINE unsigned bits_of_mask(uint64x2_t mask) {
  const uint64x2_t each = {1, 2};
  return static_cast<unsigned>(vaddvq_u64(vandq_u64(mask, each)));
}
OGIVE_INLINE float32x4_t by_sign(float32x4_t t, float32x4_t a, float32x4_t b) {
  return vbslq_f32(vcltzq_s32(vreinterpretq_s32_f32(t)), b, a);
}
OGIVE_INLINE float64x2_t by_sign(float64x2_t t, float64x2_t a, float64x2_t b) {
  return vbslq_f64(vcltzq_s64(vreinterpretq_s64_f64(t)), b, a);
}
OGIVE_INLINE float32x4_t square_root(float32x4_t a) { return vsqrtq_f32(a); }
OGIVE_INLINE float64x2_t square_root(float64x2_t a) { return vsqrtq_f64(a); }
OGIVE_INLINE float32x4_t divide(float32x4_t a, float32x4_t b) { return vdivq_f32(a, b); }
OGIVE_INLINE float64x2_t divide(float64x2_t a, float64x2_t b) { return vdivq_f64(a, b); }
OGIVE_INLINE float sum(float32x4_t a) {
  const float32x2_t halves = vadd_f32(vget_low_f32(a), vget_high_f32(a));
  return vget_lane_f32(halves, 0) + vget_lane_f32(halves, 1);
}
OGIVE_INLINE double sum(float64x2_t a) { return vgetq_lane_f64(a, 0) + vgetq_lane_f64(a, 1); }
OGIVE_INLINE float32x4_t round_down(float32x4_t a) { return vrndmq_f32(a); }
OGIVE_INLINE float64x2_t round_down(float64x2_t a) { return vrndmq_f64(a); }
OGIVE_INLINE float64x2_t low_in_double(float32x4_t a) { return vcvt_f64_f32(vget_low_f32(a)); }
OGIVE_INLINE float64x2_t high_in_double(float32x4_t a) { return vcvt_high_f64_f32(a); }
OGIVE_INLINE float64x2_t load_in_double(const float* from, float64x2_t) { return vcvt_f64_f32(vld1_f32(from)); }
OGIVE_INLINE void store_as_float(float* to, float64x2_t a) { vst1_f32(to, vcvt_f32_f64(a)); }
OGIVE_INLINE float32x4_t to_float(float64x2_t low, float64x2_t high) { return vcvt_high_f32_f64(vcvt_f32_f64(low), high); }
#endif

}  // namespace ogive::detail::raw
