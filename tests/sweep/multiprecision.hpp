// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Numbers of MPFR as values, and the operations of the language on them: what a sweep holds its results against.
#pragma once

#include <array>
#include <limits>
#include <utility>

#include <mpfr.h>

#include <ogive/expr/operation.hpp>

namespace ogive::sweep {

/// A number of so many bits. Copies copy; what is moved from can be destroyed or assigned to.
template <int Bits>
class multiprecision {
 public:
  multiprecision(double v = 0) {  // NOLINT: a number is a number
    mpfr_init2(value_, Bits);
    mpfr_set_d(value_, v, MPFR_RNDN);
  }
  multiprecision(const multiprecision& other) {
    mpfr_init2(value_, Bits);
    mpfr_set(value_, other.value_, MPFR_RNDN);
  }
  multiprecision(multiprecision&& other) noexcept : multiprecision() { mpfr_swap(value_, other.value_); }
  multiprecision& operator=(multiprecision other) noexcept {
    mpfr_swap(value_, other.value_);
    return *this;
  }
  ~multiprecision() { mpfr_clear(value_); }

  [[nodiscard]] mpfr_srcptr get() const { return value_; }
  [[nodiscard]] mpfr_ptr get() { return value_; }
  explicit operator double() const { return mpfr_get_d(value_, MPFR_RNDN); }

  friend multiprecision operator+(const multiprecision& a, const multiprecision& b) { return with(mpfr_add, a, b); }
  friend multiprecision operator-(const multiprecision& a, const multiprecision& b) { return with(mpfr_sub, a, b); }
  friend multiprecision operator*(const multiprecision& a, const multiprecision& b) { return with(mpfr_mul, a, b); }
  friend multiprecision operator/(const multiprecision& a, const multiprecision& b) { return with(mpfr_div, a, b); }
  friend multiprecision operator-(const multiprecision& a) { return with(mpfr_neg, a); }
  friend multiprecision abs(const multiprecision& a) { return with(mpfr_abs, a); }
  friend bool operator<(const multiprecision& a, const multiprecision& b) { return mpfr_less_p(a.value_, b.value_); }
  friend bool operator<=(const multiprecision& a, const multiprecision& b) {
    return mpfr_lessequal_p(a.value_, b.value_);
  }
  friend bool operator>(const multiprecision& a, const multiprecision& b) { return b < a; }
  friend bool operator==(const multiprecision& a, const multiprecision& b) { return mpfr_equal_p(a.value_, b.value_); }

  /// function(arguments…), rounded to the nearest.
  template <class Function, class... A>
  static multiprecision with(Function function, const A&... arguments) {
    multiprecision r;
    function(r.value_, arguments.value_..., MPFR_RNDN);
    return r;
  }

 private:
  mpfr_t value_;
};

/// exp(a), at most 2^2^28: a product of it with what decays faster is no ∞·0.
template <int Bits>
multiprecision<Bits> saturated_exp(const multiprecision<Bits>& a) {
  constexpr mpfr_exp_t top = mpfr_exp_t{1} << 28;
  auto r = multiprecision<Bits>::with(mpfr_exp, a);
  const bool beyond = mpfr_inf_p(r.get()) || (mpfr_regular_p(r.get()) && mpfr_get_exp(r.get()) > top);
  if (beyond && mpfr_number_p(a.get())) mpfr_set_ui_2exp(r.get(), 1, top, MPFR_RNDN);
  return r;
}

/// The value of an operation of the language, NaN for those of rows.
template <int Bits>
multiprecision<Bits> apply_operation(operation op, const std::array<multiprecision<Bits>, 4>& a) {
  using number = multiprecision<Bits>;
  const auto with = [&](auto function) { return number::with(function, a[0]); };
  const auto unit = [](const number& u) { return number(1) / (number(1) + saturated_exp(-u)); };
  switch (op) {
    case operation::add: return a[0] + a[1];
    case operation::subtract: return a[0] - a[1];
    case operation::multiply: return a[0] * a[1];
    case operation::divide: return a[0] / a[1];
    case operation::negate: return -a[0];
    case operation::exp: return saturated_exp(a[0]);
    case operation::expm1: return a[0] > number(1) ? saturated_exp(a[0]) - number(1) : with(mpfr_expm1);
    case operation::log: return with(mpfr_log);
    case operation::log1p: return with(mpfr_log1p);
    case operation::sqrt: return with(mpfr_sqrt);
    case operation::abs: return abs(a[0]);
    case operation::sign: return mpfr_nan_p(a[0].get()) ? a[0] : number(mpfr_sgn(a[0].get()));
    case operation::tanh: return with(mpfr_tanh);
    case operation::sech2: {
      const number s = with(mpfr_sech);
      return s * s;
    }
    case operation::sigmoid: return unit(a[0]);
    case operation::softplus: {
      const number tail = number::with(mpfr_log1p, saturated_exp(-abs(a[0])));
      return a[0] > number(0) ? a[0] + tail : tail;
    }
    case operation::erf: return with(mpfr_erf);
    case operation::erfc: return with(mpfr_erfc);
    case operation::pdf: {
      number pi;
      mpfr_const_pi(pi.get(), MPFR_RNDN);
      return saturated_exp(a[0] * a[0] / number(-2)) / number::with(mpfr_sqrt, number(2) * pi);
    }
    case operation::cdf: return number::with(mpfr_erfc, -a[0] / number::with(mpfr_sqrt, number(2))) / number(2);
    case operation::sin: return with(mpfr_sin);
    case operation::cos: return with(mpfr_cos);
    case operation::atan: return with(mpfr_atan);
    case operation::asinh: return with(mpfr_asinh);
    case operation::floor: return number::with([](mpfr_ptr r, mpfr_srcptr u, mpfr_rnd_t) { mpfr_floor(r, u); }, a[0]);
    case operation::pow: return number::with(mpfr_pow, a[0], a[1]);
    case operation::with_gradient: return a[0];
    case operation::max: return a[0] > a[1] ? a[0] : a[1];
    case operation::min: return a[0] < a[1] ? a[0] : a[1];
    case operation::where_less: return a[0] < a[1] ? a[2] : a[3];
    case operation::where_less_equal: return a[0] <= a[1] ? a[2] : a[3];
    default: return std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace ogive::sweep
