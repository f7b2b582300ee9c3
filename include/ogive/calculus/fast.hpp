// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The rules of `rewriting::fast`, which cost accuracy and gain speed. A program goes in, one with
// kernels that round more comes out. fast(f) in expr/rewriting.hpp states the error.
#pragma once

#include <cstddef>
#include <utility>

#include <ogive/calculus/cost.hpp>
#include <ogive/calculus/reading.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

/// Writes the functions of the exponential family by faster kernels.
class fast_writer : public program_reader {
 public:
  constexpr explicit fast_writer(program& to) : program_reader(to) {}

  // tanh(u) by a rational function, sech²(u) = 1 − tanh²(u)
  constexpr position functions(const instruction& i) {
    if (i.op == operation::tanh) return out_->emit(operation::fast_tanh, i.arguments[0]);
    if (i.op != operation::sech2) return out_->emit(i);
    const position t = out_->emit(operation::fast_tanh, i.arguments[0]);
    return out_->emit(operation::subtract, out_->emit_number(1), out_->emit(operation::multiply, t, t));
  }

  /// What stands there after the functions are written over one exponential; `from` is the program that is read.
  constexpr position kernels(const program& from, const instruction& step, const instruction& i, bool by_reciprocals) {
    const position a = i.arguments[0], b = i.arguments[1];
    switch (i.op) {
      // exp(u) by a shorter polynomial, unless it shares its work with expm1(u)
      case operation::exp:
        return from.find({.op = operation::expm1, .arguments = {step.arguments[0], -1, -1, -1}}) < 0
                   ? out_->emit(operation::fast_exp, a)
                   : out_->emit(i);
      // u/w, v/w, … = u·r, v·r, … with r = 1/w
      case operation::divide:
        if (!by_reciprocals || is_number(a, 1) || !is_away_from_zero(b) || count_quotients(from, step.arguments[1]) < 2)
          return out_->emit(i);
        return out_->emit(operation::multiply, a, out_->emit(operation::divide, out_->emit_number(1), b));
      default: return out_->emit(i);
    }
  }

 private:
  /// Is 1/w no overflow if w is not 0? So it is for a sum with a number that is not small.
  [[nodiscard]] constexpr bool is_away_from_zero(position w) const {
    if (is(w, operation::select_less_equal))
      return is_away_from_zero(argument(w, 2)) && is_away_from_zero(argument(w, 3));
    if (!is(w, operation::add)) return false;
    const auto is_large = [&](position p) { return is_number(p) && value(p) >= 0x1p-30; };
    return is_large(argument(w, 0)) || is_large(argument(w, 1));
  }

  static constexpr int count_quotients(const program& from, position divisor) {
    int count = 0;
    for (const instruction& i : from.code) count += i.op == operation::divide && i.arguments[1] == divisor;
    return count;
  }
};

}  // namespace detail

/// Before the functions are written over one exponential.
constexpr program choose_fast_functions(const program& from) {
  if (from.rules != rewriting::fast) return from;
  return detail::written_by(&detail::fast_writer::functions, from);
}

namespace detail {
constexpr program fast_kernels(const program& from, bool by_reciprocals) {
  program to = from.fresh();
  fast_writer writer(to);
  list<program::position> moved;
  for (const instruction& step : from.code)
    moved.push_back(writer.kernels(from, step, relocated(step, moved), by_reciprocals));
  for (const program::position r : from.results) to.results.push_back(moved[static_cast<std::size_t>(r)]);
  return without_dead_code(std::move(to));
}
}  // namespace detail

/// After that. Quotients by one divisor are divisions, or products with its reciprocal, whichever costs less.
constexpr program choose_fast_kernels(const program& from) {
  if (from.rules != rewriting::fast) return from;
  return cheaper(detail::fast_kernels(from, false), detail::fast_kernels(from, true));
}

}  // namespace ogive
