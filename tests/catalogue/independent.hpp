// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A formula goes in, its value at a point comes out: the expression tree evaluated node by node with the functions of
// <cmath> in long double. Nothing of the library's programs, calculus or kernels is in it.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include <ogive/expr.hpp>
#include <ogive/program/program.hpp>

namespace ogive::catalogue {

using real = long double;

/// What the symbols of a formula stand for.
struct point {
  std::span<const std::string_view> input_names;
  const real* inputs;
  std::span<const parameter_slot> parameter_slots;
  const real* parameters;

  [[nodiscard]] real input(std::string_view name) const {
    std::size_t k = 0;
    while (input_names[k] != name) ++k;
    return inputs[k];
  }
  [[nodiscard]] real parameter(std::string_view name) const {
    std::size_t k = 0;
    while (parameter_slots[k].name != name) ++k;
    return parameters[k];
  }
};

template <class Real>
Real apply_operation(operation op, const std::array<Real, 4>& a) {
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
    case operation::sign: return static_cast<Real>((a[0] > 0) - (a[0] < 0));
    case operation::tanh: return std::tanh(a[0]);
    case operation::sech2: return 1 / (std::cosh(a[0]) * std::cosh(a[0]));
    case operation::sigmoid: return 1 / (1 + std::exp(-a[0]));
    case operation::softplus: return a[0] > 0 ? a[0] + std::log1p(std::exp(-a[0])) : std::log1p(std::exp(a[0]));
    case operation::erf: return std::erf(a[0]);
    case operation::erfc: return std::erfc(a[0]);
    case operation::pdf: return std::exp(-a[0] * a[0] / 2) / std::sqrt(2 * std::acos(Real{-1}));
    case operation::cdf: return std::erfc(-a[0] / std::sqrt(Real{2})) / 2;
    case operation::sin: return std::sin(a[0]);
    case operation::cos: return std::cos(a[0]);
    case operation::atan: return std::atan(a[0]);
    case operation::asinh: return std::asinh(a[0]);
    case operation::floor: return std::floor(a[0]);
    case operation::pow: return std::pow(a[0], a[1]);
    case operation::with_gradient: return a[0];
    case operation::max: return a[0] > a[1] ? a[0] : a[1];
    case operation::min: return a[0] < a[1] ? a[0] : a[1];
    case operation::where_less: return a[0] < a[1] ? a[2] : a[3];
    case operation::where_less_equal: return a[0] <= a[1] ? a[2] : a[3];
    default: return std::numeric_limits<Real>::quiet_NaN();
  }
}

inline real tree_value(const number& n, const point&) { return n.value; }
template <fixed_string Name>
real tree_value(const input_symbol<Name>&, const point& at) {
  return at.input(Name.view());
}
template <fixed_string Name>
real tree_value(const parameter<Name>&, const point& at) {
  return at.parameter(Name.view());
}
template <operation Op, class... A>
real tree_value(const apply<Op, A...>& e, const point& at);
template <kink Rule, class F>
real tree_value(const kink_rule<Rule, F>& e, const point& at);
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
template <kink Rule, class F>
real tree_value(const kink_rule<Rule, F>& e, const point& at) {
  return tree_value(e.body, at);
}
template <class F, class... A>
real tree_value(const substitution<F, A...>& e, const point& at) {
  std::array<real, sizeof...(A)> values{};
  each_value(e.arguments, at, values.data());
  constexpr const auto& names = detail::inputs_of<F>.names;
  return tree_value(e.body, {{names.data(), sizeof...(A)}, values.data(), at.parameter_slots, at.parameters});
}

}  // namespace ogive::catalogue
