// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. A product of an exponential with a factor that may be huge, in two steps: first comes half of the power
// of two, so that nothing overflows and nothing is subnormal before the result is.
#pragma once

#include <ogive/base/config.hpp>
#include <ogive/kernel/elementary/exponential.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail::elementary {

template <class V>
OGIVE_INLINE constexpr V half_exponent(const exponential<V>& e) {
  using T = element_t<V>;
  return clamp(nearest_integer(multiply_add(e.exponent(), V(T(0.5)), V(T(-0.25)))), T(1 - format<T>::bias), T(0));
}

template <class V, class Mask>
OGIVE_INLINE constexpr V times_rest_of(const V& u, const exponential<V>& e, const Mask& vanished) {
  if (is_infinite_constant(u)) return vanished_constant(vanished) ? V(element_t<V>(0)) : u;
  // ∞ − ∞ for a negative rest: the first factor of the product must then be finite
  const V finite = choose(less(absolute(u), V(infinity<element_t<V>>)), u, V(element_t<V>(0)));
  // two products on every machine: what is scaled may be subnormal, and would be rounded once or twice
  const V rest = e.exponent() - half_exponent(e),
          first = clamp(rest, element_t<V>(1 - format<element_t<V>>::bias), element_t<V>(1));
  const V y = V(multiply_add(finite, e.rest, u) * power_of_two(first)) * power_of_two(V(rest - first));
  return zero_where(vanished, y);
}

/// 2^k, where k is half the exponent of e^x, for x ≤ 0
template <class V>
OGIVE_INLINE constexpr V half_exp(const V& x) {
  using C = exponential_constants<element_t<V>>;
  if (is_constant_nan(x)) return x;
  return power_of_two(half_exponent(exponential_of(clamp(x, C::least_beside_any, C::greatest))));
}

/// u · e^x / half_exp(x)
template <class V>
OGIVE_INLINE constexpr V times_rest_of_exp(const V& u, const V& x) {
  using C = exponential_constants<element_t<V>>;
  if (is_constant_nan(x)) return x;
  return times_rest_of(u, exponential_of(clamp(x, C::least_beside_any, C::greatest)), less(x, V(C::least_beside_any)));
}

/// u · e^(x + low) / half_exp(x)
template <class V>
OGIVE_INLINE constexpr V times_rest_of_exp(const V& u, const V& x, const V& low) {
  using C = exponential_constants<element_t<V>>;
  if (is_constant_nan(x)) return x;
  const V inside = clamp(x, C::least_beside_any, C::greatest);
  return times_rest_of(u, exponential_of_parts(inside, choose(equal(inside, x), low, V(element_t<V>(0)))),
                       less(x, V(C::least_beside_any)));
}

/// 2^k, where k is half the exponent of exp(−x²/2)
template <class V>
OGIVE_INLINE constexpr V half_gaussian(const V& x) {
  if (is_constant_nan(x)) return x;
  return power_of_two(
      half_exponent(gaussian_of(absolute(x), exponential_constants<element_t<V>>::gaussian_edge_beside_any)));
}

/// u · exp(−x²/2) / half_gaussian(x)
template <class V>
OGIVE_INLINE constexpr V times_rest_of_gaussian(const V& u, const V& x) {
  if (is_constant_nan(x)) return x;
  constexpr element_t<V> edge = exponential_constants<element_t<V>>::gaussian_edge_beside_any;
  const V size = absolute(x);
  return times_rest_of(u, gaussian_of(size, edge), less(V(edge), size));
}

}  // namespace ogive::detail::elementary
