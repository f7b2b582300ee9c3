// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// sigmoid, swish, gelu and mish with their derivatives as an engineer writes them by hand in intrinsics, once for AVX2 and
// once for AVX-512, as accurate as ogive's: what a formula has to be as fast as. bench/ratios.cpp times them,
// tests/instructions counts them.
#pragma once

#include "peers/vector.hpp"

namespace ogive::bench::by_hand {

using V = vector;

#if defined(__AVX512F__)
inline V all(float a) { return _mm512_set1_ps(a); }
inline V add(V a, V b) { return _mm512_add_ps(a, b); }
inline V sub(V a, V b) { return _mm512_sub_ps(a, b); }
inline V mul(V a, V b) { return _mm512_mul_ps(a, b); }
inline V div(V a, V b) { return _mm512_div_ps(a, b); }
inline V fma(V a, V b, V c) { return _mm512_fmadd_ps(a, b, c); }
inline V fnma(V a, V b, V c) { return _mm512_fnmadd_ps(a, b, c); }
inline V larger(V a, V b) { return _mm512_max_ps(a, b); }
inline V smaller(V a, V b) { return _mm512_min_ps(a, b); }
inline V minus_abs(V a) { return _mm512_castsi512_ps(_mm512_or_si512(_mm512_castps_si512(a), _mm512_set1_epi32(1 << 31))); }
inline V shift(V a) { return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(a), 23)); }
inline V by_sign(V t, V a, V b) {
  return _mm512_mask_blend_ps(_mm512_cmplt_epi32_mask(_mm512_castps_si512(t), _mm512_setzero_si512()), a, b);
}
inline V x_above(V x, V limit, V a) { return _mm512_mask_mov_ps(a, _mm512_cmp_ps_mask(x, limit, _CMP_GT_OQ), x); }
inline V zero_below(V x, V limit, V a) { return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(x, limit, _CMP_NLT_UQ), a); }
#else
inline V all(float a) { return _mm256_set1_ps(a); }
inline V add(V a, V b) { return _mm256_add_ps(a, b); }
inline V sub(V a, V b) { return _mm256_sub_ps(a, b); }
inline V mul(V a, V b) { return _mm256_mul_ps(a, b); }
inline V div(V a, V b) { return _mm256_div_ps(a, b); }
inline V fma(V a, V b, V c) { return _mm256_fmadd_ps(a, b, c); }
inline V fnma(V a, V b, V c) { return _mm256_fnmadd_ps(a, b, c); }
inline V larger(V a, V b) { return _mm256_max_ps(a, b); }
inline V smaller(V a, V b) { return _mm256_min_ps(a, b); }
inline V minus_abs(V a) { return _mm256_or_ps(a, _mm256_set1_ps(-0.0f)); }
inline V shift(V a) { return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(a), 23)); }
inline V by_sign(V t, V a, V b) { return _mm256_blendv_ps(a, b, t); }
inline V x_above(V x, V limit, V a) { return _mm256_blendv_ps(a, x, _mm256_cmp_ps(x, limit, _CMP_GT_OQ)); }
inline V zero_below(V x, V limit, V a) { return _mm256_andnot_ps(_mm256_cmp_ps(x, limit, _CMP_LT_OQ), a); }
#endif

/// exp(x) = (1 + rest) · first · second for x ≤ 0, two powers of two: the second is normal.
struct decay {
  V x, rest, first, second;

  explicit decay(V argument) : decay(larger(all(-174), argument), [](V r) { return r; }) {}

  /// `mend` gives the reduced argument what the argument lost.
  template <class Mend>
  decay(V limited, Mend mend) : x(limited) {
    constexpr float magic = 12582912 + 127;
    const V shifted = fma(x, all(1.442695f), all(magic)), n = sub(shifted, all(magic));
    const V r = mend(fnma(n, all(1.4286068e-06f), fnma(n, all(0.693145751953125f), x)));
    V p = fma(all(0.0013837541f), r, all(0.008367082f));
    p = fma(p, r, all(0.041667752f));
    p = fma(p, r, all(0.16666539f));
    p = fma(p, r, all(0.49999997f));
    rest = fma(mul(r, r), p, r);
    const V inside = larger(all(magic - 126), shifted);
    first = shift(add(sub(shifted, inside), all(magic)));
    second = shift(inside);
  }
  /// u · exp(x)
  [[nodiscard]] V times(V u) const { return mul(mul(fma(u, rest, u), first), second); }
  /// exp(x), to be added to something larger
  [[nodiscard]] V small() const { return fma(rest, second, second); }
  /// 1 + exp(x)
  [[nodiscard]] V one_plus() const { return fma(rest, second, add(second, all(1))); }
  /// u · exp(x) for a u that may be infinite where the exponential vanishes
  [[nodiscard]] V times_any(V u, V argument) const { return zero_below(argument, all(-174), times(u)); }
};

struct both {
  V value, slope;
};

/// The value of a function of which the same lines are best with the slope and without.
template <both (*F)(V)>
V alone(V x) {
  return F(x).value;
}

inline both sigmoid(V x) {
  const decay e(minus_abs(x));
  const V s = div(all(1), e.one_plus()), small = e.small();
  return {by_sign(x, s, e.times(s)), e.times(div(all(1), fma(small, add(small, all(2)), all(1))))};
}

inline both swish(V x) {
  const V z = minus_abs(x);
  const decay e(z);
  const V s = div(all(1), e.one_plus()), factor = mul(s, e.x);
  const V value = fma(mul(fma(factor, e.rest, factor), e.first), e.second, larger(all(0), x));
  const V full = e.times(all(1)), square = fma(full, add(full, all(2)), all(1));
  const V w = e.times_any(div(add(full, add(all(1), z)), square), z);
  return {value, by_sign(x, sub(all(1), w), w)};
}

/// exp(a²/2)·Φ(−a) for a ≥ 0: a quotient, and what its parts and the division lost
inline V normal_tail(V a) {
  const V s = mul(a, a);
  const V p_even = fma(fma(all(0.006114091f), s, all(0.26080275f)), s, all(0.6875f));
  const V p_odd = fma(all(0.0588832f), s, all(0.6144676f));
  const V q_even = fma(fma(all(0.14760374f), s, all(1.6899965f)), s, all(1.375f));
  const V q_odd = fma(fma(all(0.015325667f), s, all(0.6689165f)), s, all(2.3260274f));
  const V p = fma(a, p_odd, p_even), q = fma(a, q_odd, q_even);
  const V p_low = fma(a, p_odd, sub(p_even, p)), q_low = fma(a, q_odd, sub(q_even, q));
  const V inverse = div(all(1), q), y = mul(p, inverse);
  return fma(fnma(y, q_low, add(fnma(y, q, p), p_low)), inverse, y);
}

inline both gelu(V x) {
  const V a = smaller(all(18.6f), sub(all(0), minus_abs(x))), m = normal_tail(a), s = mul(a, a);
  const V lost = fma(a, a, sub(all(0), s));
  const decay e(mul(all(-0.5f), s), [&](V r) { return fma(lost, all(-0.5f), r); });
  const V factor = mul(m, a);
  const V value = fnma(mul(fma(factor, e.rest, factor), e.first), e.second, larger(all(0), x));
  const V w = e.times(by_sign(x, fnma(x, all(0.39894228f), m), fma(x, all(0.39894228f), m)));
  const V tail = zero_below(sub(all(0), a), all(-18.5f), w);
  return {value, by_sign(x, sub(all(1), tail), tail)};
}

/// the value alone: without cases, x beyond 20
inline V mish_alone(V x) {
  const decay exponential(larger(all(-174), x), [](V r) { return r; });
  const V e = exponential.small(), t = add(e, all(2)), u = mul(div(t, fma(e, t, all(2))), x);
  return x_above(x, all(20), exponential.times_any(u, x));
}

inline both mish(V x) {
  const V z = minus_abs(x);
  const decay exponential(z);
  const V e = exponential.times(all(1));
  const V a = by_sign(x, all(2), all(1)), b = by_sign(x, all(1), all(2)), ae = mul(a, e);
  const V value = div(mul(x, add(ae, b)), fma(e, add(ae, all(2)), b));
  const V one_or_four = by_sign(x, all(1), all(4)), four_or_one = by_sign(x, all(4), all(1));
  const V four_or_eight = by_sign(x, all(4), all(8)), eight_or_four = by_sign(x, all(8), all(4));
  const V square = fma(e, fma(e, fma(e, fma(e, four_or_one, eight_or_four), all(8)), four_or_eight), one_or_four);
  // ∞ · 0 is 0 here
  const V u = by_sign(x, zero_below(z, all(-174), x), x);
  const V c = fma(all(4), u, all(4)), d = fma(all(4), u, all(6));
  const V cubic = fma(e, by_sign(x, c, all(1)), by_sign(x, d, all(4)));
  const V own = fma(e, fma(e, cubic, by_sign(x, all(4), d)), by_sign(x, all(1), c));
  const V w = div(own, square);
  return {by_sign(x, value, exponential.times_any(value, z)), by_sign(x, w, exponential.times_any(w, z))};
}

}  // namespace ogive::bench::by_hand
