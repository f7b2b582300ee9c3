// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. The numbers that others are checked against: 113 bits where the compiler has them, at compile time
// too, and the functions of the language on them, from series and definitions. Nothing of the kernels is in it. Numbers
// beyond 10^±2000 are infinite or 0, so that no operation of a constant expression overflows.
#pragma once

#include <array>
#include <cfloat>
#include <cstddef>
#include <type_traits>

#include <ogive/kernel/scalar.hpp>

namespace ogive::detail {

#if LDBL_MANT_DIG < 113 && defined(__SIZEOF_FLOAT128__)
__extension__ typedef __float128 real;  // NOLINT: an alias declaration would not be marked as the extension that it is
inline constexpr int real_digits = 113;
#else
using real = long double;
inline constexpr int real_digits = LDBL_MANT_DIG;
#endif

namespace precise {

inline constexpr real no_number = not_a_number<double>, unbounded = infinity<double>;

/// 2^(2^k)
inline constexpr auto towers = [] {
  constexpr std::size_t count = sizeof(real) == sizeof(double) ? 9 : 13;
  std::array<real, count> t{2};
  for (std::size_t k = 1; k != count; ++k) t[k] = t[k - 1] * t[k - 1];
  return t;
}();

constexpr real power_of_two(int n) {
  real p = 1;
  std::size_t k = 0;
  for (unsigned rest = static_cast<unsigned>(n < 0 ? -n : n); rest != 0 && k != towers.size(); rest /= 2, ++k) {
    if (rest % 2 != 0) p *= towers[k];
  }
  return n < 0 ? 1 / p : p;
}

inline constexpr real limit = towers.back() * towers[towers.size() - 2];  // 2^6144
constexpr bool is_finite(real a) { return -limit < a && a < limit; }

/// What an operation made of finite numbers, in the range of finite numbers.
constexpr real bounded_result(real r) {
  if (is_finite(r)) return -1 / limit < r && r < 1 / limit ? real(0) : r;
  return r < 0 ? -unbounded : unbounded;
}

/// A number in place of one that may be infinite or NaN, for rules that look at signs alone.
constexpr double shape(real a) { return is_finite(a) ? (a > 0 ? 1.0 : a < 0 ? -1.0 : 0.0) : static_cast<double>(a); }

constexpr real add(real a, real b) {
  return is_finite(a) && is_finite(b) ? bounded_result(a + b) : constant_sum(shape(a), shape(b));
}
constexpr real multiply(real a, real b) {
  return is_finite(a) && is_finite(b) ? bounded_result(a * b) : constant_product(shape(a), shape(b));
}
constexpr real divide(real a, real b) {
  return is_finite(a) && is_finite(b) && b != 0 ? bounded_result(a / b) : constant_quotient(shape(a), shape(b));
}

// a sum of doubles, for there is no literal of this length
inline constexpr real ln2 = real(0x1.62e42fefa39efp-1) + real(0x1.abc9e3b39803fp-56) + real(0x1.7b57a079a1934p-111);
inline constexpr real ln2_high = 0x1.62e42fefa3800p-1;  // 42 bits: times an exponent it is exact
inline constexpr real ln2_low = real(0x1.ef35793c76730p-45) + real(0x1.f97b57a079a19p-103);
inline constexpr real half_pi =
    real(0x1.921fb54442d18p+0) + real(0x1.1a62633145c07p-54) + real(-0x1.f1976b7ed8fbcp-110);

inline constexpr std::size_t terms = 36;
/// 1 / k!
inline constexpr auto inverse_factorials = [] {
  std::array<real, terms> t{1};
  for (std::size_t k = 1; k != terms; ++k) t[k] = t[k - 1] / static_cast<real>(k);
  return t;
}();
/// 1 / (2k + 1)
inline constexpr auto odd_reciprocals = [] {
  std::array<real, terms> t{};
  for (std::size_t k = 0; k != terms; ++k) t[k] = 1 / static_cast<real>(2 * k + 1);
  return t;
}();

constexpr real absolute(real a) { return a < 0 ? -a : a; }

/// ⌊a⌋
constexpr real floor(real a) {
  if (!(absolute(a) < real(0x1p62))) return a;
  const real whole = static_cast<real>(static_cast<long long>(a));
  return whole > a ? whole - 1 : whole;
}

/// expm1(r) for |r| ≤ log 2 / 2: a series at r/16, squared four times
constexpr real expm1_of_reduced(real r) {
  const real s = r / 16;
  real e = inverse_factorials[15];
  for (std::size_t k = 14; k != 0; --k) e = inverse_factorials[k] + s * e;
  e *= s;
  for (int k = 0; k != 4; ++k) e = e * (2 + e);
  return e;
}

/// eᵃ − `minus` for `minus` 0 or 1
constexpr real exp_minus(real a, int minus) {
  if (a != a) return a;
  if (a > 4000) return unbounded;
  if (a < -4000) return -minus;
  const real n = floor(a / ln2 + real(0.5));
  const real e = expm1_of_reduced((a - n * ln2_high) - n * ln2_low);
  if (n == 0) return minus == 1 ? e : 1 + e;
  const real p = power_of_two(static_cast<int>(n));
  return (p - minus) + p * e;
}
constexpr real exp(real a) { return exp_minus(a, 0); }
constexpr real expm1(real a) { return exp_minus(a, 1); }

/// a = mantissa · 2^exponent with 1 ≤ mantissa < 2, for a > 0
struct scientific {
  real mantissa;
  int exponent;
};
constexpr scientific split(real a) {
  scientific s{a, 0};
  for (std::size_t k = towers.size(); k-- != 0;) {
    if (s.mantissa >= towers[k]) s.mantissa /= towers[k], s.exponent += 1 << k;
    if (s.mantissa * towers[k] < 2) s.mantissa *= towers[k], s.exponent -= 1 << k;
  }
  return s;
}

/// 2 artanh z = 2 (z + z³/3 + z⁵/5 + …) for |z| ≤ 0.172
constexpr real twice_artanh(real z) {
  const real q = z * z;
  real sum = odd_reciprocals[23];
  for (std::size_t k = 23; k-- != 0;) sum = odd_reciprocals[k] + q * sum;
  return 2 * z * sum;
}

constexpr real log(real a) {
  if (!(a >= 0)) return no_number;
  if (a == 0 || !is_finite(a)) return a == 0 ? -unbounded : a;
  scientific s = split(a);
  if (s.mantissa > real(1.4142)) s.mantissa /= 2, ++s.exponent;
  return static_cast<real>(s.exponent) * ln2 + twice_artanh((s.mantissa - 1) / (s.mantissa + 1));
}
constexpr real log1p(real a) { return absolute(a) < real(0.25) ? twice_artanh(a / (2 + a)) : log(add(1, a)); }

/// √a by Newton's iteration
constexpr real sqrt(real a) {
  if (!(a > 0) || !is_finite(a)) return a < 0 ? no_number : a;
  scientific s = split(a);
  if (s.exponent % 2 != 0) s.mantissa *= 2, --s.exponent;
  real root = (1 + s.mantissa) / 2;
  for (int k = 0; k != 8; ++k) root = (root + s.mantissa / root) / 2;
  return root * power_of_two(s.exponent / 2);
}

/// sin(a + quarters · π/2)
constexpr real sin_of_sum(real a, int quarters) {
  if (!(absolute(a) < real(0x1p40))) return no_number;
  const real n = floor(a / half_pi + real(0.5));
  const real high = 0x1.921fb544p+0, low = real(0x1.0b4611a626331p-34) + real(0x1.1701b839a2520p-88);
  const real r = (a - n * high) - n * low, q = r * r;
  const long long quadrant = (static_cast<long long>(n) + quarters) & 3;
  const bool is_cosine = quadrant % 2 != 0;
  const std::size_t first = is_cosine ? 0 : 1;
  real sum = 0;
  for (std::size_t k = 17; k-- != 0;) sum = inverse_factorials[2 * k + first] - q * sum;
  if (!is_cosine) sum *= r;
  return quadrant < 2 ? sum : -sum;
}
constexpr real sin(real a) { return sin_of_sum(a, 0); }
constexpr real cos(real a) { return sin_of_sum(a, 1); }

/// arctan a: the angle is halved three times, then a series
constexpr real atan(real a) {
  if (a != a) return a;
  const real size = absolute(a);
  real t = size > 1 ? divide(1, size) : size;
  for (int k = 0; k != 3; ++k) t = t / (1 + sqrt(1 + t * t));
  const real q = t * t;
  real sum = odd_reciprocals[17];
  for (std::size_t k = 17; k-- != 0;) sum = odd_reciprocals[k] - q * sum;
  const real angle = 8 * t * sum, all = size > 1 ? half_pi - angle : angle;
  return a < 0 ? -all : all;
}

constexpr real asinh(real a) {
  if (!is_finite(a)) return a;
  const real u = absolute(a), value = log1p(u + divide(multiply(u, u), 1 + sqrt(1 + multiply(u, u))));
  return a < 0 ? -value : value;
}

inline constexpr real root_pi = sqrt(2 * half_pi);
inline constexpr real quadrature_step = real(1) / 3;
/// exp(−(n/3)²)
inline constexpr auto quadrature_weights = [] {
  std::array<real, 29> w{};
  for (std::size_t n = 0; n != w.size(); ++n) w[n] = exp(-static_cast<real>(n * n) / 9);
  return w;
}();

/// erf a = 2/√π · e^(−a²) · Σ 2ⁿ a^(2n+1) / (1·3·…·(2n+1)), |a| ≤ 1
constexpr real small_erf(real a) {
  const real q = 2 * a * a;
  real sum = 1;
  for (int n = 32; n != 0; --n) sum = 1 + q / static_cast<real>(2 * n + 1) * sum;
  return 2 / root_pi * exp(-a * a) * a * sum;
}

/// erfc a for a ≥ 1: the trapezoidal rule for the integral of e^(−t²) / (t² + a²), whose error is below e^(−9π²), and
/// the residue of its pole
constexpr real large_erfc(real a) {
  if (a > 64) return 0;
  const real square = a * a;
  real sum = 1 / (2 * square);
  for (std::size_t n = 1; n != quadrature_weights.size(); ++n)
    sum += quadrature_weights[n] / (static_cast<real>(n * n) / 9 + square);
  const real smooth = quadrature_step * a * exp(-square) / half_pi * sum;
  if (a > 7) return smooth;
  return smooth - 2 / expm1(4 * half_pi * a / quadrature_step);
}

constexpr real erf(real a) {
  if (a != a) return a;
  if (absolute(a) < 1) return small_erf(a);
  return a < 0 ? large_erfc(-a) - 1 : 1 - large_erfc(a);
}
constexpr real erfc(real a) {
  if (a != a) return a;
  if (absolute(a) < 1) return 1 - small_erf(a);
  return a < 0 ? 2 - large_erfc(-a) : large_erfc(a);
}
/// exp(−a²/2) / √(2π)
constexpr real pdf(real a) { return exp(-multiply(a, a) / 2) / sqrt(4 * half_pi); }
constexpr real cdf(real a) { return erfc(-a / sqrt(2)) / 2; }

/// 1 / (1 + e⁻ᵃ)
constexpr real sigmoid(real a) {
  const real e = exp(-absolute(a));
  return a < 0 ? e / (1 + e) : 1 / (1 + e);
}
/// ln(1 + eᵃ)
constexpr real softplus(real a) { return add(a > 0 ? a : 0, log1p(exp(-absolute(a)))); }
constexpr real tanh(real a) {
  const real e = expm1(-2 * absolute(a)), t = -e / (2 + e);
  return a < 0 ? -t : t;
}
/// 1 / cosh² a
constexpr real sech2(real a) {
  const real e = exp(-2 * absolute(a));
  return 4 * e / ((1 + e) * (1 + e));
}

/// aᵇ; a whole b up to 64 is a product
constexpr real pow(real a, real b) {
  if (a != a || b != b) return no_number;
  if (!(floor(b) == b && absolute(b) <= 64)) return a == 0 ? (b > 0 ? real(0) : unbounded) : exp(multiply(b, log(a)));
  real p = 1;
  for (int n = static_cast<int>(absolute(b)); n != 0; --n) p = multiply(p, a);
  return b < 0 ? divide(1, p) : p;
}

}  // namespace precise
}  // namespace ogive::detail
