// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. Floats computed in double: a register of floats as two of doubles and back, loads and stores that
// convert. In: float, or a register of floats. Out: what a computation in double gives, rounded once.
#pragma once

#include <cstddef>
#include <type_traits>

#include <ogive/base/config.hpp>
#include <ogive/kernel/register.hpp>

namespace ogive::detail {

/// f(a…), computed in double and rounded once.
template <class F, scalar_value V, class... W>
OGIVE_INLINE constexpr V in_double(F f, const V& a, const W&... others) {
  return broadcast<V>(f(static_cast<double>(a), static_cast<double>(others)...));
}

template <class F, class A, class... W>
OGIVE_INLINE xsimd::batch<float, A> in_double(F f, const xsimd::batch<float, A>& a, const W&... others) {
  using D = xsimd::batch<double, A>;
  const D low = f(D(raw::low_in_double(a.data)), D(raw::low_in_double(others.data))...);
  const D high = f(D(raw::high_in_double(a.data)), D(raw::high_in_double(others.data))...);
  return raw::to_float(low.data, high.data);
}

/// The register of doubles for a register of floats, which has two times as many, or of doubles.
template <class V>
struct double_register_of;
template <>
struct double_register_of<float> {
  using type = double;
};
template <class T, class A>
struct double_register_of<xsimd::batch<T, A>> {
  using type = xsimd::batch<double, A>;
};
template <class V>
using double_register = typename double_register_of<V>::type;

/// How many of them hold what is in V.
template <class V>
inline constexpr std::size_t halves = lanes<V> / lanes<double_register<V>>;

/// The first or the second half of the lanes in double.
OGIVE_INLINE constexpr double widened(float a, std::size_t) { return static_cast<double>(a); }
template <class A>
OGIVE_INLINE xsimd::batch<double, A> widened(const xsimd::batch<float, A>& a, std::size_t half) {
  return half == 0 ? raw::low_in_double(a.data) : raw::high_in_double(a.data);
}

/// Both halves, each lane rounded once.
template <class V>
OGIVE_INLINE constexpr V narrowed(const double_register<V>& low, const double_register<V>& high) {
  if constexpr (scalar_value<V>) return broadcast<V>(low);
  else return raw::to_float(low.data, high.data);
}

template <class A>
OGIVE_INLINE const xsimd::batch<double, A>& widened(const xsimd::batch<double, A>& a, std::size_t) {
  return a;
}

/// A register from memory of its element, or of doubles from floats.
template <class V, class T>
OGIVE_INLINE V load_as(const T* from) {
  if constexpr (std::is_same_v<element_t<V>, T>) return detail::load<V>(from);
  else return V(raw::load_in_double(from, V{}.data));
}
template <class V, class T>
OGIVE_INLINE V load_partial_as(const T* from, std::size_t count) {
  if constexpr (std::is_same_v<element_t<V>, T>) {
    return detail::load_partial<V>(from, count, T{0});
  } else if constexpr (requires { raw::load_partial_in_double(from, count, V{}.data); }) {
    return V(raw::load_partial_in_double(from, count, V{}.data));
  } else {
    T buffer[lanes<V>] = {};
    for (std::size_t l = 0; l != count; ++l) buffer[l] = from[l];
    return load_as<V>(buffer);
  }
}

/// And back, each lane rounded once.
template <class T, class V>
OGIVE_INLINE void store_as(T* to, const V& a) {
  if constexpr (std::is_same_v<element_t<V>, T>) detail::store(to, a);
  else raw::store_as_float(to, a.data);
}
template <class T, class V>
OGIVE_INLINE void store_partial_as(T* to, const V& a, std::size_t count) {
  if constexpr (std::is_same_v<element_t<V>, T>) {
    detail::store_partial(to, a, count);
  } else if constexpr (requires { raw::store_partial_as_float(to, a.data, count); }) {
    raw::store_partial_as_float(to, a.data, count);
  } else {
    T buffer[lanes<V>];
    store_as(buffer, a);
    for (std::size_t l = 0; l != count; ++l) to[l] = buffer[l];
  }
}

}  // namespace ogive::detail
