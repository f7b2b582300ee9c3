// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. exp, tanh and log1p of float with a few ULP of error, for `rewriting::fast`; of double as accurate
// as ever.
#pragma once

#include <type_traits>

#include <ogive/base/config.hpp>
#include <ogive/kernel/elementary/coefficients.hpp>
#include <ogive/kernel/elementary/exponential.hpp>
#include <ogive/kernel/elementary/logarithm.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

/// e^x: log 2 in one piece, a polynomial of degree 5.
template <class V>
OGIVE_INLINE constexpr V fast_exp(const V& x) {
  using C = exponential_constants<element_t<V>>;
  if constexpr (std::is_same_v<element_t<V>, float>) {
    if (is_constant_nan(x)) return x;
    const V inside = clamp(x, C::least, C::greatest), shifted = shifted_exponent(inside);
    const V r = negate_multiply_add(V(shifted - V(exponent_magic<float>)), V(0.69314718f), inside);
    return exp_from(exponential<V>{shifted, multiply_add(V(r * r), horner(r, exp_short_tail_float), r)});
  } else {
    return exp(x);
  }
}

inline constexpr float tanh_is_one = 9.02f;

/// tanh x = t · P(t²)/Q(t²) for x limited to where the result is 1.
template <class V>
OGIVE_INLINE constexpr V fast_tanh(const V& x) {
  using T = element_t<V>;
  if (is_constant_nan(x)) return x;
  if constexpr (std::is_same_v<T, float>) {
    const V t = clamp(x, -tanh_is_one, tanh_is_one), z = t * t;
    const V y = divide(V(t * horner(z, tanh_above_float)), horner(z, tanh_below_float));
    return choose(less_equal(V(tanh_is_one), absolute(t)), copy_sign(V(1.0f), t), y);
  } else {
    const V m = expm1(V(absolute(x) * V(T(-2))));
    return copy_sign(divide(m, V(m + V(T(2)))), x);
  }
}

}  // namespace ogive::detail::elementary
