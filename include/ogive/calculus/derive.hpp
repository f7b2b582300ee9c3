// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. A program and symbols go in, a program with the derivatives as further results comes out:
// forward mode, instruction by instruction, with the rules of arithmetic here and those of functions in the rulebook.
#pragma once

#include <ogive/calculus/exact.hpp>
#include <ogive/expr/derivative.hpp>
#include <ogive/program/lower.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {

/// What to differentiate by: an input's or a parameter's slot in a program.
struct symbol_slot {
  operation kind = operation::input;
  int slot = 0;
};

namespace detail {

/// Carries the derivative with respect to one symbol through a program.
class tangent_pass {
 public:
  using position = program::position;

  constexpr tangent_pass(const program& from, program& to, symbol_slot symbol)
      : from_(&from), out_(to), symbol_(symbol) {}

  constexpr position run() {
    values_.reserve(from_->code.size());
    tangents_.reserve(from_->code.size());
    for (const instruction& step : from_->code) {
      values_.push_back(out_.emit(relocated(step, values_)));  // first, so that the derivative finds the value's parts
      tangents_.push_back(tangent(step));
    }
    return tangents_[static_cast<std::size_t>(from_->results[0])];
  }

 private:
  const program* from_;
  exact_rewriter out_;
  symbol_slot symbol_;
  list<position> values_;
  list<position> tangents_;

  constexpr position tangent(const instruction& step) {
    const auto value = [&](int k) {
      return values_[static_cast<std::size_t>(step.arguments[static_cast<std::size_t>(k)])];
    };
    const auto d = [&](int k) {
      return tangents_[static_cast<std::size_t>(step.arguments[static_cast<std::size_t>(k)])];
    };
    switch (step.op) {
      case operation::number: return number(0);
      case operation::input:
      case operation::parameter: return number(step.op == symbol_.kind && step.arguments[0] == symbol_.slot ? 1 : 0);
      case operation::add: return out_.add(d(0), d(1));
      case operation::subtract: return out_.subtract(d(0), d(1));
      case operation::negate: return out_.scale(-1, d(0));
      // (u·v)' = u'·v + u·v'
      case operation::multiply: return out_.add(out_.multiply(d(0), value(1)), out_.multiply(value(0), d(1)));
      // (u/v)' = (u'·v − u·v') / v / v: the like terms in the numerator cancel before anything is rounded
      case operation::divide: {
        if (is_zero(d(1))) return out_.divide(d(0), value(1));
        const position numerator = out_.subtract(out_.multiply(d(0), value(1)), out_.multiply(value(0), d(1)));
        return out_.divide(out_.divide(numerator, value(1)), value(1));
      }
      // where(c, a, b)' = where(c, a', b')
      case operation::where_less:
      case operation::where_less_equal: {
        return out_.emit(
            {.op = step.op, .arguments = {narrow(value(0)), narrow(value(1)), narrow(d(2)), narrow(d(3))}});
      }
      // with_gradient(u, v)' = v'
      case operation::with_gradient: return d(1);
      // f(u)' = f'(u)·u', f(u, v)' = ∂₁f·u' + ∂₂f·v'
      default: {
        position sum = number(0);
        for (int k = 0; k != arity(step.op); ++k) {
          if (!is_zero(d(k))) sum = out_.add(sum, out_.multiply(d(k), partial_derivative(step, k)));
        }
        return sum;
      }
    }
  }

  /// ∂f/∂(argument k), from the rulebook.
  constexpr position partial_derivative(const instruction& function, int k) {
    const program rule = rule_of(function.op).derivatives[static_cast<std::size_t>(k)]();
    list<position> moved;
    moved.reserve(rule.code.size());
    for (const instruction& step : rule.code) {
      if (step.op == operation::input) {
        const std::int16_t argument = function.arguments[static_cast<std::size_t>(step.arguments[0])];
        moved.push_back(values_[static_cast<std::size_t>(argument)]);
      } else {
        moved.push_back(out_.emit(relocated(step, moved)));
      }
    }
    return moved[static_cast<std::size_t>(rule.results[0])];
  }

  constexpr position number(double v) { return out_.emit({.op = operation::number, .value = v}); }
  [[nodiscard]] constexpr bool is_zero(position p) const { return out_.is_number(p, 0); }
  static constexpr std::int16_t narrow(position p) { return static_cast<std::int16_t>(p); }
};

}  // namespace detail

/// The derivatives of the first result of `from` with respect to each symbol, in this order, as the results of one
/// program; with `keep_value` the value itself is the first result. Shared parts stand once.
constexpr program differentiate(const program& from, const detail::list<symbol_slot>& symbols, bool keep_value) {
  program to = from.fresh();
  if (keep_value) detail::append_by(exact_rewriter(to), &exact_rewriter::emit, from, to);
  for (const symbol_slot s : symbols) to.results.push_back(detail::tangent_pass(from, to, s).run());
  return without_dead_code(to);
}

namespace detail {

constexpr symbol_slot find_symbol(const program& p, operation kind, std::string_view name) {
  int slot = 0;
  if (kind == operation::input) {
    while (p.inputs[static_cast<std::size_t>(slot)] != name) ++slot;
  } else {
    while (p.parameters[static_cast<std::size_t>(slot)].name != name) ++slot;
  }
  return {kind, slot};
}

template <fixed_string Name>
constexpr symbol_slot slot_in(const program& p, std::type_identity<input_symbol<Name>>) {
  return find_symbol(p, operation::input, Name.view());
}
template <fixed_string Name>
constexpr symbol_slot slot_in(const program& p, std::type_identity<parameter_name<Name>>) {
  return find_symbol(p, operation::parameter, Name.view());
}

/// Lowering a derivative carries it out.
template <class F, class Symbol>
struct lowering<derivative<F, Symbol>> {
  static constexpr program::position into(lowering_scope& scope, const derivative<F, Symbol>& e) {
    const program body = rewrite_exactly(lower(e.body));
    return splice(scope, differentiate(body, {slot_in(body, std::type_identity<Symbol>{})}, false));
  }
};

}  // namespace detail
}  // namespace ogive
