// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Laws of naive forms: each is understood, with its derivatives, and computed in float as well as the function that it
// is. The reference evaluates the formula as it was written, in 512 bits, and takes differences of that for
// derivatives: no rule of the library is in it. `--success` prints the largest errors found.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <vector>

#include <mpfr.h>

#include <catch2/catch.hpp>

#include "laws/naive_forms.hpp"
#include "laws/support.hpp"

using namespace laws;

namespace {

constexpr int precision = 512;

struct real {
  mpfr_t value;
  real() { mpfr_init2(value, precision); }
  real(const real&) = delete;
  real& operator=(const real&) = delete;
  ~real() { mpfr_clear(value); }
};

/// A formula as it was written, in many digits.
class exact_formula {
 public:
  explicit exact_formula(const program& p) : program_(p), values_(p.code.size()) {}

  /// The value at x, in r.
  void operator()(mpfr_t r, const mpfr_t x) {
    for (std::size_t k = 0; k != values_.size(); ++k) evaluate(k, x);
    mpfr_set(r, values_[static_cast<std::size_t>(program_.results[0])].value, MPFR_RNDN);
  }

 private:
  program program_;
  std::deque<real> values_;
  real help_;

  mpfr_ptr argument(const instruction& i, std::size_t k) {
    return values_[static_cast<std::size_t>(i.arguments[k])].value;
  }

  void evaluate(std::size_t k, const mpfr_t x) {
    const instruction& i = program_.code[k];
    mpfr_ptr r = values_[k].value;
    const mpfr_rnd_t to_nearest = MPFR_RNDN;
    const auto a = [&] { return argument(i, 0); };
    const auto b = [&] { return argument(i, 1); };
    switch (i.op) {
      case operation::number: mpfr_set_d(r, i.value, to_nearest); break;
      case operation::input: mpfr_set(r, x, to_nearest); break;
      case operation::add: mpfr_add(r, a(), b(), to_nearest); break;
      case operation::subtract: mpfr_sub(r, a(), b(), to_nearest); break;
      case operation::multiply: mpfr_mul(r, a(), b(), to_nearest); break;
      case operation::divide: mpfr_div(r, a(), b(), to_nearest); break;
      case operation::negate: mpfr_neg(r, a(), to_nearest); break;
      case operation::abs: mpfr_abs(r, a(), to_nearest); break;
      case operation::sqrt: mpfr_sqrt(r, a(), to_nearest); break;
      case operation::exp: mpfr_exp(r, a(), to_nearest); break;
      case operation::log: mpfr_log(r, a(), to_nearest); break;
      case operation::log1p: mpfr_log1p(r, a(), to_nearest); break;
      case operation::expm1: mpfr_expm1(r, a(), to_nearest); break;
      case operation::tanh: mpfr_tanh(r, a(), to_nearest); break;
      case operation::sech2:
        mpfr_sech(r, a(), to_nearest);
        mpfr_sqr(r, r, to_nearest);
        break;
      case operation::sign: mpfr_set_si(r, mpfr_sgn(a()), to_nearest); break;
      case operation::softplus:
        mpfr_exp(r, a(), to_nearest);
        mpfr_log1p(r, r, to_nearest);
        break;
      case operation::erf: mpfr_erf(r, a(), to_nearest); break;
      case operation::cos: mpfr_cos(r, a(), to_nearest); break;
      case operation::pow: mpfr_pow(r, a(), b(), to_nearest); break;
      case operation::sigmoid:
        mpfr_neg(help_.value, a(), to_nearest);
        mpfr_exp(help_.value, help_.value, to_nearest);
        mpfr_add_ui(help_.value, help_.value, 1, to_nearest);
        mpfr_ui_div(r, 1, help_.value, to_nearest);
        break;
      case operation::cdf:
        mpfr_sqrt_ui(help_.value, 2, to_nearest);
        mpfr_div(help_.value, a(), help_.value, to_nearest);
        mpfr_neg(help_.value, help_.value, to_nearest);
        mpfr_erfc(help_.value, help_.value, to_nearest);
        mpfr_div_ui(r, help_.value, 2, to_nearest);
        break;
      default: FAIL("a naive form has an operation that this test does not know");
    }
  }
};

/// f, f' and f'' at a point, by central differences in so many digits that they are exact for a float.
class reference {
 public:
  explicit reference(const program& p) : f_(p) {}

  void at(float x, double (&values)[3]) {
    real left, middle, right, step, point;
    // below the distance to a kink at 0
    const double size = std::abs(static_cast<double>(x));
    mpfr_set_d(step.value, std::clamp(size, 1.0, 0x1p100), MPFR_RNDN);
    mpfr_mul_2si(step.value, step.value, -120, MPFR_RNDN);
    if (size != 0 && mpfr_cmp_d(step.value, size) >= 0) mpfr_set_d(step.value, size / 2, MPFR_RNDN);
    mpfr_set_flt(point.value, x, MPFR_RNDN);
    f_(middle.value, point.value);
    mpfr_add(point.value, point.value, step.value, MPFR_RNDN);
    f_(right.value, point.value);
    mpfr_set_flt(point.value, x, MPFR_RNDN);
    mpfr_sub(point.value, point.value, step.value, MPFR_RNDN);
    f_(left.value, point.value);
    values[0] = mpfr_get_d(middle.value, MPFR_RNDN);
    mpfr_sub(point.value, right.value, left.value, MPFR_RNDN);
    mpfr_div(point.value, point.value, step.value, MPFR_RNDN);
    values[1] = mpfr_get_d(point.value, MPFR_RNDN) / 2;
    mpfr_add(point.value, right.value, left.value, MPFR_RNDN);
    mpfr_sub(point.value, point.value, middle.value, MPFR_RNDN);
    mpfr_sub(point.value, point.value, middle.value, MPFR_RNDN);
    mpfr_div(point.value, point.value, step.value, MPFR_RNDN);
    mpfr_div(point.value, point.value, step.value, MPFR_RNDN);
    values[2] = mpfr_get_d(point.value, MPFR_RNDN);
  }

 private:
  exact_formula f_;
};

constexpr double missing = 1e9;  // ULP of a result that is NaN or infinite where it should not be

/// In ULP; a second derivative is only to be free of NaN and noise. Without a fused multiply-add the rounding error of
/// a cubic is known less well, which its exponential shows.
constexpr bool fused = ogive::detail::has_fused_multiply_add;
constexpr double bounds[] = {fused ? 4 : 32, fused ? 4 : 40, 4000};

/// Every exponent with both signs, the neighbourhoods of 0 and ±1, the places where exponentials begin to overflow, to
/// round and to vanish, and what lies between.
std::vector<float> samples() {
  std::vector<float> x = {0.0F, 0x1p-149F, 0x1p-140F, 0x1.8p-127F, std::numeric_limits<float>::max()};
  for (int n = -126; n != 128; ++n) {
    x.push_back(std::ldexp(1.0F, n));
    x.push_back(std::ldexp(1.3712F, n));
  }
  for (const float near : {1.0F, 2.0F, 8.3F, 9.01F, 14.2F, 16.7F, 17.4F, 44.1F, 87.4F, 88.73F, 103.98F}) {
    float up = near, down = near;
    for (int k = 0; k != 4; ++k) {
      x.push_back(up = std::nextafter(up, 1e9F));
      x.push_back(down = std::nextafter(down, 0.0F));
    }
  }
  for (int k = 1; k != 220; ++k) {
    x.push_back(0.0137F * static_cast<float>(k));
    x.push_back(0.4937F * static_cast<float>(k));
  }
  for (std::size_t i = x.size(); i-- != 0;) x.push_back(-x[i]);
  return x;
}

/// |y − exact| in units of the last place of a float.
double error_in_ulp(float y, double exact) {
  const auto rounded = static_cast<float>(exact);
  if (std::isinf(y) || std::isinf(rounded)) return y == rounded ? 0 : missing;
  int exponent = 0;
  std::frexp(exact, &exponent);
  return std::abs(static_cast<double>(y) - exact) / std::ldexp(1.0, std::max(exponent - 24, -149));
}

/// What is known of a form's derivative: the size of its terms, from the program that runs but for its kernels.
traced terms_of(const naive_form& form, int order) {
  program p = form.rewritten();
  for (; order != 0; --order) p = derivative_of(p, by_x);
  return traced(mend_cancellation(p));
}

}  // namespace

TEST_CASE("naive forms are understood, with their derivatives") {
  for (const naive_form& form : naive_forms()) {
    INFO(form.text << " as " << form.named);
    CHECK(form.same[0]);
    CHECK(form.same[1]);
    CHECK(form.same[2]);
    program p = form.rewritten();
    for (int order = 0; order != 3; ++order, p = derivative_of(p, by_x))
      CHECK(rewrite_exactly(p).code == p.code);  // nothing is left to do
  }
}

TEST_CASE("what overflows inside a bounded function is at its limit") {
  constexpr auto f = cdf(cube(forms::x));
  constexpr auto g = cdf(-cube(forms::x) + forms::x);
  for (const float at :
       {5.0F, 1e13F, 1e20F, std::numeric_limits<float>::max(), std::numeric_limits<float>::infinity()}) {
    INFO(at);
    CHECK(evaluate<f>(at) == 1);
    CHECK(evaluate<f>(-at) == 0);
    CHECK(evaluate<derive(f)>(at) == 0);
    CHECK(evaluate<derive(f)>(-at) == 0);
    CHECK(evaluate<derive(derive(f))>(-at) == 0);
    if (at == std::numeric_limits<float>::infinity()) continue;  // ∞ − ∞ as it was written
    CHECK(evaluate<g>(at) == 0);
    CHECK(evaluate<derive(g)>(at) == 0);
  }
}

TEST_CASE("a difference of roots does not vanish before its time") {
  using namespace ogive::symbols;
  for (const float far : {1.6e38F, 2e38F, 3.4e38F}) {
    INFO(far);
    CHECK(evaluate<forms::root - abs(x)>(far) == Approx(2 / far).epsilon(1e-5));
    CHECK(evaluate<(x - forms::root) / 2>(far) == Approx(-1 / far).epsilon(1e-5));
    CHECK(evaluate<(x + forms::root) / 2>(-far) == Approx(1 / far).epsilon(1e-5));
  }
}

TEST_CASE("naive forms are computed as well as the functions that they are") {
  const std::vector<float> x = samples();
  const std::vector<double> wide(x.begin(), x.end());
  for (const naive_form& form : naive_forms()) {
    std::vector<float> y[3];
    std::vector<double> named[3];
    std::vector<traced> terms;
    for (int order = 0; order != 3; ++order) {
      y[order].resize(x.size());
      named[order].resize(x.size());
      form.value[order](x.data(), y[order].data(), x.size());
      form.named_value[order](wide.data(), named[order].data(), x.size());
      terms.push_back(terms_of(form, order));
    }
    reference exact(form.lowered());
    double worst[3] = {};
    float where[3] = {};
    for (std::size_t i = 0; i != x.size(); ++i) {
      double expected[3];
      exact.at(x[i], expected);
      for (int order = 0; order != 3; ++order) {
        // where the formula as it was written has no value, its limit is that of the function
        const double e = std::isfinite(expected[order]) ? expected[order] : named[order][i];
        const bool is_kink = x[i] == 0 && std::max(std::abs(expected[1]), std::abs(expected[2])) > 1e30;
        if (std::isnan(e) || (is_kink && order != 0)) continue;
        const double size = std::abs(static_cast<double>(x[i])), difference = std::abs(y[order][i] - e);
        // terms cancel where the result is near a zero; a factor below the least normal float has lost digits
        const double scale = terms[static_cast<std::size_t>(order)].scale(std::span(&wide[i], 1), {});
        if (difference <= (order == 2 ? 1e-5 : 2e-7) * scale || difference <= 0x1p-149 * (1 + size * size)) continue;
        const double error = error_in_ulp(y[order][i], e);
        if (!(error <= worst[order])) worst[order] = std::isnan(error) ? missing : error, where[order] = x[i];
      }
    }
    for (int order = 0; order != 3; ++order) {
      INFO(form.text << ", derivative " << order << ": " << worst[order] << " ULP at " << where[order]);
      CHECK(worst[order] <= bounds[order]);
    }
  }
}
