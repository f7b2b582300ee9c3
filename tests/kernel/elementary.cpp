// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The elementary functions against MPFR: one row of the table below for each function, with its bounds in ULP; pow by
// itself. Registers must give the very bits of scalars, in every lane. `--success` prints the largest errors found.
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/kernel/elementary.hpp>
#include <ogive/kernel/evaluate.hpp>

#include "random.hpp"
#include "sweep/judge.hpp"

using namespace ogive::detail;

namespace {

using ogive::operation;
using ogive::sweep::apply_operation;
using ogive::sweep::error_in_ulp;
using number = ogive::sweep::multiprecision<96>;  // with digits to spare

constexpr auto pdf_of_x = pdf(ogive::symbols::x);
constexpr auto cdf_of_x = cdf(ogive::symbols::x);

// --- the table -------------------------------------------------------------------------------------------------------
struct bounds {
  double of_float, of_double;
  double low, high;  // where a third of the samples lie; the rest lie in [−2, 2] and over all bit patterns
};

// without a fused multiply-add the far tails lose more
constexpr double fused_or(double with, double without) { return has_fused_multiply_add ? with : without; }

// clang-format off
#define OGIVE_ROW(name, ...)                                                          \
  struct name##_row {                                                                 \
    static constexpr const char* text = #name;                                        \
    static constexpr operation op = operation::name;                                  \
    static constexpr bounds limit = __VA_ARGS__;                                      \
    template <class V>                                                                \
    OGIVE_INLINE static V run(const V& x) { return elementary::name(x); }             \
  }

//        function  float, double       samples
OGIVE_ROW(exp,      { 1.1, 1.1,               -750, 712 });
OGIVE_ROW(expm1,    { 2, 2,                   -40, 712 });
OGIVE_ROW(log,      { 1.5, 1.1,               0, 16 });
OGIVE_ROW(log1p,    { 1.5, 1.1,               -1, 16 });
OGIVE_ROW(sqrt,     { 0.5, 0.5,               0, 16 });
OGIVE_ROW(erf,      { 1.7, 1.5,               -6, 6 });
OGIVE_ROW(erfc,     { fused_or(3, 4), 4,      -6, 28 });
OGIVE_ROW(sin,      { 1.7, fused_or(2, 2.5),  -200, 200 });
OGIVE_ROW(cos,      { 1.7, fused_or(2, 2.5),  -200, 200 });
OGIVE_ROW(atan,     { 1.4, 1.4,               -9, 9 });
OGIVE_ROW(asinh,    { fused_or(1.9, 2), 1.5,  -9, 9 });
OGIVE_ROW(floor,    { 0, 0,                   -9, 9 });

// the same for a function that a kernel has only in parts
#define OGIVE_WRITTEN_OUT_ROW(name, ...)                                              \
  struct name##_row {                                                                 \
    static constexpr const char* text = #name;                                        \
    static constexpr operation op = operation::name;                                  \
    static constexpr bounds limit = __VA_ARGS__;                                      \
    template <class V>                                                                \
    OGIVE_INLINE static V run(const V& x) {                                           \
      constexpr const auto& program = executable_program<name(ogive::symbols::x)>;    \
      return ogive::detail::run<program>(std::array<V, 1>{x}, std::array<V, 0>{})[0]; \
    }                                                                                 \
  }

OGIVE_WRITTEN_OUT_ROW(pdf,      { 1.5, 1.7,   -39, 39 });
OGIVE_WRITTEN_OUT_ROW(cdf,      { fused_or(3, 4), 4, -39, 9 });
OGIVE_WRITTEN_OUT_ROW(sigmoid,  { 2, 2,       -110, 40 });
OGIVE_WRITTEN_OUT_ROW(softplus, { 2, 2,       -110, 40 });
OGIVE_WRITTEN_OUT_ROW(tanh,     { 3, 3,       -20, 20 });
// clang-format on

// --- samples: the same in every run ----------------------------------------------------------------------------------
template <class T>
std::vector<T> samples(const bounds& limit, std::size_t count) {
  using limits = std::numeric_limits<T>;
  std::vector<T> x = {
      T(0),          T(-0.0),      limits::infinity(), -limits::infinity(), limits::quiet_NaN(), limits::denorm_min(),
      limits::min(), limits::max()};
  for (int n = limits::min_exponent - limits::digits; n < limits::max_exponent; ++n) x.push_back(std::ldexp(T(1), n));
  // ends of ranges and seams of pieces
  for (double seam : {88.722839,
                      103.972076,
                      87.336544,
                      709.782712893384,
                      745.1332191019412,
                      708.396418532264,
                      0.34657359,
                      1.5,
                      0.75,
                      10.1,
                      27.3,
                      14.5,
                      38.7,
                      3.0,
                      5.0,
                      4.1,
                      20.0,
                      0x1p14,
                      0x1p30,
                      0x1p23,
                      6400.0,
                      1e5,
                      1.6e6,
                      1e12})
    x.push_back(static_cast<T>(seam));
  for (std::size_t i = 5; i < 8 + 2 * static_cast<std::size_t>(limits::max_exponent); ++i) {
    T up = x[i], down = x[i];
    for (int k = 0; k != 3; ++k) {
      up = std::nextafter(up, limits::infinity());
      down = std::nextafter(down, -limits::infinity());
      x.push_back(up);
      x.push_back(down);
    }
    if (i + 1 == x.size()) break;
  }
  // the nearest numbers to multiples of π/2, and those that come nearest of all: sin and cos keep their digits there
  for (int n = 1; n < 200; ++n) x.push_back(static_cast<T>(n * 1.5707963267948966192313216916398L));
  x.push_back(static_cast<T>(0x1.6ac5b262ca1ffp+849));
  x.push_back(std::ldexp(T(16367173), 72));
  const std::size_t special = x.size();
  for (std::size_t i = 5; i != special; ++i) x.push_back(-x[i]);
  std::uint64_t state = 2026;
  while (x.size() < count || x.size() % lanes<native_batch<T>> != 0) {
    const double unit = static_cast<double>(next_random(state) >> 11) * 0x1p-53;
    x.push_back(static_cast<T>(limit.low + (limit.high - limit.low) * unit));
    x.push_back(static_cast<T>(4 * unit - 2));
    x.push_back(std::bit_cast<T>(static_cast<typename format<T>::bits>(next_random(state))));
  }
  return x;
}

template <class T>
bool same_bits(T a, T b) {
  return std::memcmp(&a, &b, sizeof a) == 0 || (std::isnan(a) && std::isnan(b));
}

/// The largest error so far, and how many lanes differ from their scalars.
template <class T>
struct findings {
  std::string name;
  double worst = 0;
  std::size_t different = 0;
  std::string where{};

  void compare(T lane, T scalar, const number& exact, T x, T y = T(0)) {
    different += !same_bits(lane, scalar);
    const bool other_zero = mpfr_zero_p(exact.get()) && std::signbit(lane) != (mpfr_signbit(exact.get()) != 0);
    const double error = other_zero ? infinity<double> : error_in_ulp(lane, exact);
    if (!(error > worst)) return;
    worst = error;
    where = Catch::Detail::stringify(x) + " " + Catch::Detail::stringify(y);
  }

  void check(double bound) const {
    INFO(name << (sizeof(T) == 4 ? " float " : " double ") << worst << " ULP at " << where);
    CHECK(worst <= bound);
    CHECK(different == 0);
  }
};

template <class Row, class T>
void check_row(double bound) {
  using V = native_batch<T>;
  const std::vector<T> x = samples<T>(Row::limit, 60'000);
  std::vector<T> y(x.size());
  for (std::size_t i = 0; i != x.size(); i += lanes<V>) store(y.data() + i, Row::run(load<V>(x.data() + i)));

  findings<T> found{Row::text};
  for (std::size_t i = 0; i != x.size(); ++i) {
    const number exact = apply_operation(Row::op, std::array<number, 4>{static_cast<double>(x[i])});
    found.compare(y[i], Row::run(x[i]), exact, x[i]);
  }
  found.check(bound);
}

/// Pairs for pow: each special value with each; bases near and far from 1 with exponents up to where the power ends;
/// bit patterns.
template <class T>
void pow_samples(std::vector<T>& u, std::vector<T>& v, std::size_t count) {
  using limits = std::numeric_limits<T>;
  std::vector<T> special = {T(0),
                            T(0.5),
                            T(1),
                            T(1.5),
                            T(2),
                            T(3),
                            T(4),
                            T(0.3),
                            T(7.5),
                            T(101),
                            limits::infinity(),
                            limits::quiet_NaN(),
                            limits::denorm_min(),
                            limits::min(),
                            limits::max(),
                            1 + limits::epsilon(),
                            1 - limits::epsilon() / 2,
                            1 / limits::epsilon(),
                            1 / limits::epsilon() + 1,
                            2 / limits::epsilon() - 1,
                            2 / limits::epsilon() + 2,
                            T(0x1p63),
                            T(0x1p65),
                            T(1e30)};
  for (std::size_t i = special.size(); i-- > 0;) special.push_back(-special[i]);
  for (T a : special) {
    for (T b : special) {
      u.push_back(a);
      v.push_back(b);
    }
  }
  std::uint64_t state = 2026;
  const auto unit = [&] { return static_cast<double>(next_random(state) >> 11) * 0x1p-53; };
  while (u.size() < count || u.size() % lanes<native_batch<T>> != 0) {
    const double logarithm = (unit() - 0.5) * std::exp2(-40 * unit()) * 2 * limits::max_exponent;
    u.push_back(static_cast<T>(std::exp2(logarithm)));
    v.push_back(static_cast<T>((unit() - 0.5) * 2.2 * limits::max_exponent /
                               std::log2(static_cast<double>(u.back()) + 1e-300)));
    u.push_back(static_cast<T>(4 * unit()));
    v.push_back(static_cast<T>(20 * unit() - 10));
    u.push_back(static_cast<T>(-9 * unit()));
    v.push_back(std::floor(static_cast<T>(40 * unit() - 20)));
    u.push_back(std::bit_cast<T>(static_cast<typename format<T>::bits>(next_random(state))));
    v.push_back(std::bit_cast<T>(static_cast<typename format<T>::bits>(next_random(state))));
  }
}

template <class T>
void check_pow(double bound) {
  using V = native_batch<T>;
  std::vector<T> u, v;
  pow_samples(u, v, 60'000);
  std::vector<T> y(u.size());
  for (std::size_t i = 0; i != u.size(); i += lanes<V>)
    store(y.data() + i, elementary::pow(load<V>(u.data() + i), load<V>(v.data() + i)));

  findings<T> found{"pow"};
  for (std::size_t i = 0; i != u.size(); ++i) {
    number exact = std::numeric_limits<double>::quiet_NaN();
    if (!std::isnan(u[i]) && !std::isnan(v[i]))
      exact =
          apply_operation(operation::pow, std::array<number, 4>{static_cast<double>(u[i]), static_cast<double>(v[i])});
    found.compare(y[i], elementary::pow(u[i], v[i]), exact, u[i], v[i]);
  }
  found.check(bound);
}

}  // namespace

TEMPLATE_TEST_CASE("elementary: accuracy, and registers as scalars", "", exp_row, expm1_row, log_row, log1p_row,
                   sqrt_row, erf_row, erfc_row, pdf_row, cdf_row, sigmoid_row, softplus_row, tanh_row, sin_row, cos_row, atan_row, asinh_row, floor_row) {
  SECTION("float") { check_row<TestType, float>(TestType::limit.of_float); }
  SECTION("double") { check_row<TestType, double>(TestType::limit.of_double); }
}

TEST_CASE("elementary: pow, its rules and its accuracy") {
  SECTION("float") { check_pow<float>(0.6); }
  SECTION("double") { check_pow<double>(1.5); }
}

TEST_CASE("elementary: sin and cos near their zeros, however large the angle") {
  CHECK(elementary::sin(3.141592653589793) == Approx(1.2246467991473532e-16).epsilon(1e-15).scale(0));
  CHECK(elementary::cos(1.5707964f) == Approx(-4.371139000186243e-08).epsilon(2e-7).scale(0));
  CHECK(elementary::cos(0x1.6ac5b262ca1ffp+849) == Approx(-4.687165924254627611e-19).epsilon(1e-15).scale(0));
  CHECK(elementary::sin(1e22) == Approx(-0.8522008497671888017727).epsilon(1e-15).scale(0));
  // a large angle changes its own lane only
  constexpr std::size_t n = lanes<native_batch<float>>;
  for (std::size_t large = 0; large != n; ++large) {
    float x[n], y[n];
    for (std::size_t i = 0; i != n; ++i) x[i] = i == large ? 1e30f : static_cast<float>(i) - 2.5f;
    store(y, elementary::cos(load<native_batch<float>>(x)));
    for (std::size_t i = 0; i != n; ++i) CHECK(y[i] == elementary::cos(x[i]));
  }
}

TEST_CASE("elementary: far tails keep their digits") {
  CHECK(ogive::evaluate<cdf_of_x>(-20.0) == Approx(2.7536241186062336951e-89).epsilon(1e-15).scale(0));
  CHECK(elementary::erfc(26.0) == Approx(5.6631924088561428465e-296).epsilon(1e-15).scale(0));
  CHECK(ogive::evaluate<cdf_of_x>(-8.0f) == Approx(6.2209605742717841235e-16).epsilon(2e-7).scale(0));
  CHECK(ogive::evaluate<pdf_of_x>(8.0f) == Approx(5.0522710835368922893e-15).epsilon(2e-7).scale(0));
}

namespace in_constant_expressions {
constexpr bool near(double a, double b) { return a - b <= 1e-15 * b && b - a <= 1e-15 * b; }
static_assert(near(elementary::exp(1.0), 2.718281828459045) && near(elementary::exp(-700.0), 9.859676543759770e-305));
static_assert(elementary::exp(1.0f) == 2.7182817f && elementary::exp(1000.0) == infinity<double> &&
              elementary::exp(-1000.0f) == 0);
static_assert(near(elementary::expm1(1e-10), 1.00000000005e-10) && elementary::expm1(88.5f) > 2e38f &&
              elementary::expm1(-1e3) == -1);
static_assert(near(elementary::log(10.0), 2.302585092994046) && elementary::log(0.0f) == -infinity<float> &&
              elementary::log(1.0) == 0);
static_assert(elementary::log(infinity<double>) == infinity<double> && is_nan(elementary::log(-1.0)) &&
              is_nan(elementary::exp(not_a_number<float>)));
static_assert(near(elementary::log1p(1e-10), 9.9999999995e-11) && elementary::log1p(-1.0) == -infinity<double>);
static_assert(near(elementary::erf(0.5), 0.5204998778130465) && elementary::erf(-9.0) == -1 &&
              near(elementary::erfc(2.0), 0.004677734981047266));
static_assert(near(ogive::evaluate<pdf_of_x>(1.0), 0.24197072451914337) && ogive::evaluate<cdf_of_x>(0.0) == 0.5 &&
              near(ogive::evaluate<cdf_of_x>(-5.0), 2.866515718791939e-07));
static_assert(ogive::evaluate<cdf_of_x>(infinity<double>) == 1 && ogive::evaluate<cdf_of_x>(-infinity<float>) == 0 &&
              ogive::evaluate<pdf_of_x>(infinity<double>) == 0);
static_assert(near(elementary::sqrt(2.0), 1.4142135623730951) && elementary::erfc(-infinity<float>) == 2 &&
              elementary::erf(0.0f) == 0);
static_assert(near(elementary::sin(1.0), 0.8414709848078965) && near(elementary::cos(1.0), 0.5403023058681398) &&
              elementary::cos(0.0f) == 1);
static_assert(near(elementary::sin(-1e22), 0.8522008497671888) && near(-elementary::cos(1e300), 0.5753861119575490));
static_assert(is_nan(elementary::sin(infinity<double>)) && is_nan(elementary::cos(-infinity<float>)) &&
              is_negative(elementary::sin(-0.0)));
static_assert(near(elementary::atan(1.0), 0.7853981633974483) &&
              near(elementary::atan(infinity<double>), 1.5707963267948966));
static_assert(near(elementary::asinh(1.0), 0.881373587019543) && near(elementary::asinh(1e300), 691.4686750787736) &&
              elementary::asinh(-infinity<float>) == -infinity<float>);
static_assert(elementary::floor(-0.5) == -1 && elementary::floor(1e300) == 1e300 &&
              is_negative(elementary::floor(-0.0f)) && is_nan(elementary::floor(not_a_number<float>)));
static_assert(elementary::pow(-2.0, 3.0) == -8 && elementary::pow(2.0f, 0.5f) == 1.41421356f &&
              elementary::pow(0.0, 0.0) == 1 && is_nan(elementary::pow(-2.0, 0.5)));
static_assert(elementary::pow(1e300, 2.0) == infinity<double> && elementary::pow(0.0f, -1.0f) == infinity<float> &&
              elementary::pow(-infinity<double>, -3.0) == 0);
static_assert(elementary::pow(2.0, infinity<double>) == infinity<double> &&
              elementary::pow(-1.0, -infinity<double>) == 1 && is_nan(elementary::pow(not_a_number<double>, 0.0)));
}  // namespace in_constant_expressions
