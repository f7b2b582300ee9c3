// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The functions that everything is verified against, themselves against MPFR: one row for each.
#include <cmath>
#include <string>

#include <mpfr.h>

#include <catch2/catch.hpp>

#include <ogive/verify/real.hpp>

namespace {

using ogive::detail::real;
namespace precise = ogive::detail::precise;

/// An MPFR number of 300 bits.
struct big {
  mpfr_t value;
  explicit big(real r = 0) {
    mpfr_init2(value, 300);
    mpfr_set_zero(value, 1);
    const bool negative = r < 0;
    if (r == 0) return;
    auto [rest, exponent] = precise::split(negative ? -r : r);
    for (int part = 0; part != 3; ++part) {
      const auto d = static_cast<double>(rest);
      mpfr_add_d(value, value, d, MPFR_RNDN);
      rest -= static_cast<real>(d);
    }
    mpfr_mul_2si(value, value, exponent, MPFR_RNDN);
    if (negative) mpfr_neg(value, value, MPFR_RNDN);
  }
  ~big() { mpfr_clear(value); }
  big(const big&) = delete;
  big& operator=(const big&) = delete;
};

using function = real (*)(real);
using big_function = void (*)(mpfr_t out, const mpfr_t in);

struct row {
  const char* name;
  function ours;
  big_function theirs;
  double low, high;
};

const row rows[] = {
    {"exp", precise::exp, [](mpfr_t o, const mpfr_t a) { mpfr_exp(o, a, MPFR_RNDN); }, -700, 700},
    {"expm1", precise::expm1, [](mpfr_t o, const mpfr_t a) { mpfr_expm1(o, a, MPFR_RNDN); }, -90, 90},
    {"log", precise::log, [](mpfr_t o, const mpfr_t a) { mpfr_log(o, a, MPFR_RNDN); }, 1e-30, 1e30},
    {"log1p", precise::log1p, [](mpfr_t o, const mpfr_t a) { mpfr_log1p(o, a, MPFR_RNDN); }, -0.999, 1e10},
    {"sqrt", precise::sqrt, [](mpfr_t o, const mpfr_t a) { mpfr_sqrt(o, a, MPFR_RNDN); }, 1e-300, 1e300},
    {"sin", precise::sin, [](mpfr_t o, const mpfr_t a) { mpfr_sin(o, a, MPFR_RNDN); }, -3000, 3000},
    {"cos", precise::cos, [](mpfr_t o, const mpfr_t a) { mpfr_cos(o, a, MPFR_RNDN); }, -3000, 3000},
    {"atan", precise::atan, [](mpfr_t o, const mpfr_t a) { mpfr_atan(o, a, MPFR_RNDN); }, -1e9, 1e9},
    {"asinh", precise::asinh, [](mpfr_t o, const mpfr_t a) { mpfr_asinh(o, a, MPFR_RNDN); }, -1e9, 1e9},
    {"tanh", precise::tanh, [](mpfr_t o, const mpfr_t a) { mpfr_tanh(o, a, MPFR_RNDN); }, -90, 90},
    {"erf", precise::erf, [](mpfr_t o, const mpfr_t a) { mpfr_erf(o, a, MPFR_RNDN); }, -20, 20},
    {"erfc", precise::erfc, [](mpfr_t o, const mpfr_t a) { mpfr_erfc(o, a, MPFR_RNDN); }, -20, 40},
};

/// The largest relative error of a row, in units of the last place.
double worst_error(const row& r) {
  double worst = 0;
  big theirs;
  const auto compare = [&](double at) {
    if (at < r.low || at > r.high) return;
    const real ours = r.ours(at);
    const big in(at), mine(ours);
    r.theirs(theirs.value, in.value);
    if (mpfr_equal_p(theirs.value, mine.value) != 0) return;
    mpfr_reldiff(theirs.value, theirs.value, mine.value, MPFR_RNDN);
    const double error = std::ldexp(std::abs(mpfr_get_d(theirs.value, MPFR_RNDN)), ogive::detail::real_digits);
    if (!(error <= worst)) worst = error;
  };
  for (double size = 1e-12; size < 1e12; size *= 1.0137) {
    compare(size);
    compare(-size);
    compare(1 + size * 1e-12);
  }
  return worst;
}

}  // namespace

TEST_CASE("the functions of reference numbers are exact to a few units of their last place") {
  for (const row& r : rows) {
    INFO(r.name);
    CHECK(worst_error(r) < 64);
  }
}

TEST_CASE("functions that are defined by others agree with their definitions") {
  for (double at = -30; at < 30; at += 0.37) {
    const real u = at, e = precise::exp(-u);
    const auto close = [](real a, real b) { return precise::absolute(a - b) <= precise::absolute(b) * real(1e-28); };
    INFO(at);
    CHECK(close(precise::sigmoid(u), 1 / (1 + e)));
    CHECK(close(precise::softplus(u), precise::log1p(precise::exp(u))));
    if (std::abs(at) < 4) CHECK(close(precise::sech2(u), 1 - precise::tanh(u) * precise::tanh(u)));
    CHECK(close(precise::cdf(u), precise::erfc(-u / precise::sqrt(2)) / 2));
    CHECK(close(precise::pow(precise::absolute(u), real(2.5)), u * u * precise::sqrt(precise::absolute(u))));
    CHECK(close(precise::pow(u, -3), 1 / (u * u * u)));
  }
}

TEST_CASE("reference numbers have infinity and NaN in constant expressions") {
  using precise::unbounded;
  STATIC_REQUIRE(precise::exp(real(1e9)) == unbounded);
  STATIC_REQUIRE(precise::log(real(0)) == -unbounded);
  STATIC_REQUIRE(precise::log(real(-1)) != precise::log(real(-1)));
  STATIC_REQUIRE(precise::add(unbounded, -unbounded) != 0);
  STATIC_REQUIRE(precise::divide(1, 0) == unbounded);
  STATIC_REQUIRE(precise::multiply(precise::limit / 2, precise::limit / 2) == unbounded);
}
