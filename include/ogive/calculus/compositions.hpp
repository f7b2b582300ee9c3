// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The rules of `rewriting::stable` for tanh and sech² of log1p, which need no transcendental
// function at all; those of softplus are in basis.hpp. A program goes in after the rules for infinity and NaN, which
// know functions by their names; a cheaper one comes out.
#pragma once

#include <limits>

#include <ogive/calculus/reading.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

class composition_writer : public program_reader {
 public:
  constexpr explicit composition_writer(program& to) : program_reader(to) {}

  constexpr position written_out(const instruction& i) {
    const position a = i.arguments[0];
    const bool is_tanh = i.op == operation::tanh, is_sech2 = i.op == operation::sech2;
    if (is_tanh && is(a, operation::log1p)) return tanh_of_log1p(argument(a, 0));
    if (is_sech2 && is(a, operation::log1p)) return where_log1p(argument(a, 0), square(sech_of_log1p(argument(a, 0))));
    if (i.op == operation::divide && is_sech2_of_log1p(a, i.arguments[1])) return slope_of_log1p(a);
    return out_->emit(i);
  }

 private:
  constexpr position number(double v) { return out_->emit_number(v); }
  constexpr position sum(position a, position b) { return out_->emit(operation::add, a, b); }
  constexpr position product(position a, position b) { return out_->emit(operation::multiply, a, b); }
  constexpr position quotient(position a, position b) { return out_->emit(operation::divide, a, b); }
  constexpr position square(position a) { return product(a, a); }
  // c + u·v and u·v + u are rounded once, for products are fused into sums
  constexpr position times_two_more(position u) { return sum(product(number(2), u), square(u)); }  // u·(u + 2)

  // tanh(log1p(u)) = v/(v + 2) with v = u·(u + 2), and 1 before v overflows
  constexpr position tanh_of_log1p(position u) {
    const position v = times_two_more(u);
    const position near = quotient(v, sum(v, number(2)));
    return where_log1p(u, out_->emit(operation::select_less_equal, number(0x1p60), u, number(1), near));
  }
  /// p where log1p(u) is a number, else NaN
  constexpr position where_log1p(position u, position p) {
    if (rule_of(at(u).op).is(nonnegative)) return p;
    const position none = number(std::numeric_limits<double>::quiet_NaN());
    return out_->emit(operation::select_less_equal, number(-1), u, p, none);
  }
  // sech(log1p(u)) = 2 / (v + 1/v) with v = 1 + u
  constexpr position sech_of_log1p(position u) {
    const position v = sum(number(1), u);
    return quotient(number(2), sum(v, quotient(number(1), v)));
  }

  /// Is p = sech²(log1p(u)) as it is written here, for v = 1 + u?
  [[nodiscard]] constexpr bool is_sech2_of_log1p(position p, position v) const {
    if (is(p, operation::select_less_equal)) p = argument(p, 2);
    if (!is_square_of(p, operation::divide) || !is(v, operation::add)) return false;
    const position below = argument(argument(p, 0), 1);
    if (!is(below, operation::add) || !is(argument(below, 0), operation::add)) return false;
    const instruction &own = at(argument(below, 0)), &other = at(v), &inverse = at(argument(below, 1));
    const bool found =
        own == other || (own.arguments[0] == other.arguments[1] && own.arguments[1] == other.arguments[0]);
    return found && inverse.op == operation::divide && inverse.arguments[1] == argument(below, 0);
  }
  // sech²(log1p(u)) / (1 + u) = (4·(1 + u)/d)/d with d = u² + (2·u + 2), for u = −1 and u = ∞ too
  constexpr position slope_of_log1p(position p) {
    if (is(p, operation::select_less_equal)) return where_log1p(argument(p, 1), slope_of_log1p(argument(p, 2)));
    const position v = argument(argument(argument(p, 0), 1), 0), u = argument(v, is_number(argument(v, 0)) ? 1 : 0);
    const position d = sum(sum(number(2), product(number(2), u)), square(u));
    const position near = quotient(product(number(4), quotient(v, d)), d);
    const position infinite = number(std::numeric_limits<double>::infinity());
    return out_->emit(operation::select_less_equal, infinite, d, number(0), near);
  }
};

}  // namespace detail

/// The program with such compositions written out.
constexpr program write_out_compositions(const program& from) {
  const auto is_composed = [&](const instruction& i) {
    if (i.op != operation::tanh && i.op != operation::sech2) return false;
    return from[i.arguments[0]].op == operation::log1p;
  };
  if (from.rules < rewriting::stable || !detail::any_step(from, is_composed)) return from;
  return detail::written_by(&detail::composition_writer::written_out, from);
}

}  // namespace ogive
