// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. The register operations on single numbers (float, double), in constant expressions too. In and out:
// scalars. register.hpp gives the same words for registers; include that one.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <ogive/base/config.hpp>

namespace ogive::detail {

template <class T>
concept scalar_value = std::same_as<T, float> || std::same_as<T, double>;

/// The binary format of T, and its limits.
template <class T>
struct format;

template <>
struct format<float> {
  using bits = std::uint32_t;
  static constexpr int mantissa_bits = 23;
  static constexpr float bias = 127;
  static constexpr float half_split = 4097;  // 2^12 + 1
};

template <>
struct format<double> {
  using bits = std::uint64_t;
  static constexpr int mantissa_bits = 52;
  static constexpr double bias = 1023;
  static constexpr double half_split = 134217729;  // 2^27 + 1
};

/// 1.5 · 2^(mantissa bits): adding it to a small number rounds that number to an integer in the low bits of the sum.
template <class T>
inline constexpr T rounding_magic = T(3) * T(typename format<T>::bits{1} << (format<T>::mantissa_bits - 1));

template <class T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();
template <class T>
inline constexpr T largest = std::numeric_limits<T>::max();
template <class T>
inline constexpr T not_a_number = std::numeric_limits<T>::quiet_NaN();

/// Whether the machine has a fused multiply-add. Where it has none, a·b + c is rounded twice, in scalars and registers alike.
#if defined(__FMA__) || defined(__aarch64__)
inline constexpr bool has_fused_multiply_add = true;
#else
inline constexpr bool has_fused_multiply_add = false;
#endif

// --- comparisons and selection -----------------------------------------------------------------------------------------
template <scalar_value T>
OGIVE_INLINE constexpr bool less(T a, T b) { return a < b; }
template <scalar_value T>
OGIVE_INLINE constexpr bool less_equal(T a, T b) { return a <= b; }
template <scalar_value T>
OGIVE_INLINE constexpr bool equal(T a, T b) { return a == b; }
template <scalar_value T>
OGIVE_INLINE constexpr bool is_nan(T a) { return a != a; }
OGIVE_INLINE constexpr bool any_lane(bool mask) { return mask; }
template <scalar_value T>
OGIVE_INLINE constexpr T choose(bool mask, T a, T b) { return mask ? a : b; }

/// a limited to [low, high]; NaN stays NaN.
template <scalar_value T>
OGIVE_INLINE constexpr T clamp(T a, std::type_identity_t<T> low, std::type_identity_t<T> high) {
  a = high < a ? high : a;
  return low > a ? low : a;
}

/// a, but not more than `high`; NaN stays NaN.
template <scalar_value T>
OGIVE_INLINE constexpr T at_most(T a, std::type_identity_t<T> high) { return high < a ? high : a; }

/// a, but not less than `low`; NaN stays NaN.
template <scalar_value T>
OGIVE_INLINE constexpr T at_least(T a, std::type_identity_t<T> low) { return low > a ? low : a; }

/// a where the sign bit of t is 0, else b
template <scalar_value T>
OGIVE_INLINE constexpr T choose_by_sign(T t, T a, T b) {
  return (std::bit_cast<typename format<T>::bits>(t) >> (sizeof(T) * 8 - 1)) != 0 ? b : a;
}

/// mask ? 0 : a
template <scalar_value T>
OGIVE_INLINE constexpr T zero_where(bool mask, T a) { return mask ? T(0) : a; }

// --- arithmetic ----------------------------------------------------------------------------------------------------
/// a·b − p for p = a·b rounded, exactly (Veltkamp, Dekker), if nothing overflows or underflows.
template <class V>
OGIVE_INLINE constexpr V split_product_error(const V& a, const V& b, const V& p, const V& factor) {
  const V ca = factor * a, cb = factor * b;
  const V ah = ca - (ca - a), bh = cb - (cb - b);
  const V al = a - ah, bl = b - bh;
  return ((ah * bh - p) + ah * bl + al * bh) + al * bl;
}

// In a constant expression an arithmetic operation must not give NaN or overflow; these give what IEEE 754 says.
template <scalar_value T>
constexpr bool is_infinite(T a) { return a == infinity<T> || a == -infinity<T>; }

template <scalar_value T>
constexpr bool is_negative(T a) { return (std::bit_cast<typename format<T>::bits>(a) >> (sizeof(T) * 8 - 1)) != 0; }

template <scalar_value T>
constexpr T constant_sum(T a, T b) {
  if (a != a) return a;
  if (b != b) return b;
  if (is_infinite(a)) return is_infinite(b) && a != b ? not_a_number<T> : a;
  if (is_infinite(b)) return b;
  if (a > 0 && b > largest<T> - a) return infinity<T>;
  if (a < 0 && b < -largest<T> - a) return -infinity<T>;
  return a + b;
}

template <scalar_value T>
constexpr T constant_product(T a, T b) {
  if (a != a) return a;
  if (b != b) return b;
  const T unbounded = is_negative(a) == is_negative(b) ? infinity<T> : -infinity<T>;
  if (is_infinite(a) || is_infinite(b)) return a == 0 || b == 0 ? not_a_number<T> : unbounded;
  const T size_of_a = a < 0 ? -a : a, size_of_b = b < 0 ? -b : b;
  return size_of_a > 1 && size_of_b > largest<T> / size_of_a ? unbounded : a * b;
}

template <scalar_value T>
constexpr T constant_quotient(T a, T b) {
  if (a != a) return a;
  if (b != b) return b;
  const bool negative = is_negative(a) != is_negative(b);
  if ((is_infinite(a) && is_infinite(b)) || (a == 0 && b == 0)) return not_a_number<T>;
  if (is_infinite(b)) return negative ? T(-0.0) : T(0);
  const T size_of_a = a < 0 ? -a : a, size_of_b = b < 0 ? -b : b;
  const bool overflows = is_infinite(a) || b == 0 || (size_of_b < 1 && size_of_a > largest<T> * size_of_b);
  return overflows ? (negative ? -infinity<T> : infinity<T>) : a / b;
}

/// a·b + c within an ulp of the fused result; for constant expressions.
constexpr double constant_multiply_add(double a, double b, double c) {
  constexpr double split_limit = 0x1p995, sum_limit = 0x1p1022;
  const auto inside = [](double v, double limit) { return -limit < v && v < limit; };
  const double p = constant_product(a, b);
  if (!(inside(a, split_limit) && inside(b, split_limit) && inside(p, sum_limit) && inside(c, sum_limit))) return constant_sum(p, c);
  const double e = split_product_error(a, b, p, format<double>::half_split);
  const double s = p + c;
  const double v = s - p;
  const double lost = ((p - (s - v)) + (c - v)) + e;
  return lost == 0 ? s : s + lost;  // −0 stays
}

constexpr float constant_multiply_add(float a, float b, float c) {
  const double s = constant_sum(constant_product(double{a}, double{b}), double{c});
  if (s != s) return not_a_number<float>;
  if (s > double{largest<float>}) return infinity<float>;
  if (s < -double{largest<float>}) return -infinity<float>;
  return static_cast<float>(s);
}

/// a·b + c, fused where the machine can.
template <scalar_value T>
OGIVE_INLINE constexpr T multiply_add(T a, std::type_identity_t<T> b, std::type_identity_t<T> c) {
  if (std::is_constant_evaluated()) return constant_multiply_add(a, b, c);
  if constexpr (!has_fused_multiply_add) return a * b + c;
  else if constexpr (std::is_same_v<T, float>) return __builtin_fmaf(a, b, c);
  else return __builtin_fma(a, b, c);
}

/// c − a·b, fused where the machine can.
template <scalar_value T>
OGIVE_INLINE constexpr T negate_multiply_add(T a, std::type_identity_t<T> b, std::type_identity_t<T> c) {
  return multiply_add(-a, b, c);
}

/// √a by Newton's iteration, correctly rounded; for constant expressions.
constexpr double constant_square_root(double a) {
  if (a != a || a == 0 || a == infinity<double>) return a;
  if (a < 0) return not_a_number<double>;
  double scaled = a, back = 1;
  for (; scaled >= 4; scaled /= 4) back *= 2;
  for (; scaled < 1; scaled *= 4) back /= 2;
  double root = (1 + scaled) / 2;
  for (int i = 0; i != 8; ++i) root = (root + scaled / root) / 2;
  const double square = root * root;
  const double rest = (scaled - square) - split_product_error(root, root, square, format<double>::half_split);
  return (root + rest / (2 * root)) * back;
}

template <scalar_value T>
OGIVE_INLINE constexpr T square_root(T a) {
  if (std::is_constant_evaluated()) return static_cast<T>(constant_square_root(a));
  if constexpr (std::is_same_v<T, float>) return __builtin_sqrtf(a);
  else return __builtin_sqrt(a);
}

}  // namespace ogive::detail
