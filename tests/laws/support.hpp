// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What the laws share: a walk over the catalogue, distances in ULP, and formulas evaluated by methods that have
// nothing of the library's calculus or kernels in them.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <ogive/ogive.hpp>

namespace laws {

using namespace ogive;

/// Calls law(entry) for every activation of the catalogue.
template <class Law>
void for_each_activation(Law law) {
  hana::for_each(activations::catalogue, law);
}

/// How many numbers of the type lie between a and b; 0 for two NaNs.
template <class T>
double ulp_distance(T a, T b) {
  if (std::isnan(a) && std::isnan(b)) return 0;
  if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<double>::infinity();
  using integer = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
  const auto ordered = [](T v) {
    const auto bits = std::bit_cast<integer>(v);
    return bits < 0 ? std::numeric_limits<integer>::min() - bits : bits;
  };
  return std::abs(static_cast<double>(ordered(a)) - static_cast<double>(ordered(b)));
}

/// A formula's expression tree evaluated node by node with the functions of <cmath>, in long double.
using real = long double;

struct point {
  real x = 0, y = 0, z = 0;
};

inline real apply_operation(operation op, const std::array<real, 4>& a) {
  switch (op) {
    case operation::add: return a[0] + a[1];
    case operation::subtract: return a[0] - a[1];
    case operation::multiply: return a[0] * a[1];
    case operation::divide: return a[0] / a[1];
    case operation::negate: return -a[0];
    case operation::exp: return std::exp(a[0]);
    case operation::expm1: return std::expm1(a[0]);
    case operation::log: return std::log(a[0]);
    case operation::log1p: return std::log1p(a[0]);
    case operation::sqrt: return std::sqrt(a[0]);
    case operation::abs: return std::abs(a[0]);
    case operation::sign: return static_cast<real>((a[0] > 0) - (a[0] < 0));
    case operation::tanh: return std::tanh(a[0]);
    case operation::sech2: return 1 / (std::cosh(a[0]) * std::cosh(a[0]));
    case operation::sigmoid: return 1 / (1 + std::exp(-a[0]));
    case operation::softplus: return a[0] > 0 ? a[0] + std::log1p(std::exp(-a[0])) : std::log1p(std::exp(a[0]));
    case operation::erf: return std::erf(a[0]);
    case operation::erfc: return std::erfc(a[0]);
    case operation::pdf: return std::exp(-a[0] * a[0] / 2) / std::sqrt(2 * std::acos(real{-1}));
    case operation::cdf: return std::erfc(-a[0] / std::sqrt(real{2})) / 2;
    case operation::max: return a[0] > a[1] ? a[0] : a[1];
    case operation::min: return a[0] < a[1] ? a[0] : a[1];
    case operation::where_less: return a[0] < a[1] ? a[2] : a[3];
    case operation::where_less_equal: return a[0] <= a[1] ? a[2] : a[3];
    default: return std::numeric_limits<real>::quiet_NaN();
  }
}

inline real tree_value(const number& n, const point&) { return n.value; }
template <fixed_string Name>
real tree_value(const input_symbol<Name>&, const point& at) {
  return Name.view() == "x" ? at.x : Name.view() == "y" ? at.y : at.z;
}
template <fixed_string Name>
real tree_value(const parameter<Name>& p, const point&) {
  return p.initial;
}
template <operation Op, class... A>
real tree_value(const apply<Op, A...>& e, const point& at);
template <class F, class... A>
real tree_value(const substitution<F, A...>& e, const point& at);

inline void each_value(const detail::pack<>&, const point&, real*) {}
template <class H, class... T>
void each_value(const detail::pack<H, T...>& p, const point& at, real* values) {
  *values = tree_value(p.head, at);
  each_value(p.tail, at, values + 1);
}
template <operation Op, class... A>
real tree_value(const apply<Op, A...>& e, const point& at) {
  std::array<real, 4> values{};
  each_value(e.arguments, at, values.data());
  return apply_operation(Op, values);
}
template <class F, class... A>
real tree_value(const substitution<F, A...>& e, const point& at) {
  std::array<real, 4> values{};
  each_value(e.arguments, at, values.data());
  return tree_value(e.body, {values[0], values[1], values[2]});
}

/// A program that is run instruction by instruction, with its parameters as further variables.
class runnable {
 public:
  explicit runnable(const program& p) : program_(executable(p)) {
    for (const parameter_slot& s : program_.parameters) parameters.push_back(s.initial);
  }

  double operator()(double x) const { return detail::interpret(program_, std::array{x}, parameters); }

  detail::list<double> parameters;

 private:
  program program_;
};

/// Ridders' method: central differences with shrinking steps, extrapolated to 0. Returns the derivative of f at 0
/// and an estimate of its error.
struct difference {
  double value, error;
};
template <class F>
difference ridders(F f, double step) {
  constexpr int rounds = 12;
  constexpr double shrink = 1.4;
  std::array<std::array<double, rounds>, rounds> table{};
  difference best{0, std::numeric_limits<double>::infinity()};
  for (int i = 0; i != rounds; ++i, step /= shrink) {
    auto& row = table[static_cast<std::size_t>(i)];
    row[0] = (f(step) - f(-step)) / (2 * step);
    double factor = shrink * shrink;
    for (int k = 1; k <= i; ++k, factor *= shrink * shrink) {
      const auto& above = table[static_cast<std::size_t>(i - 1)];
      row[static_cast<std::size_t>(k)] =
          (row[static_cast<std::size_t>(k - 1)] * factor - above[static_cast<std::size_t>(k - 1)]) / (factor - 1);
      const double error =
          std::max(std::abs(row[static_cast<std::size_t>(k)] - row[static_cast<std::size_t>(k - 1)]),
                   std::abs(row[static_cast<std::size_t>(k)] - above[static_cast<std::size_t>(k - 1)]));
      if (error < best.error) best = {row[static_cast<std::size_t>(k)], error};
    }
  }
  return best;
}

}  // namespace laws
