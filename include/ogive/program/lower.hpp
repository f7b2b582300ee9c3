// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 2, program. An expression goes in, a program comes out: node by node, nothing rewritten. max and min become
// the one select; derivatives are carried out by calculus/derive.hpp, which specialises `lowering` for their node.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ogive/base/error.hpp>
#include <ogive/expr/rewriting.hpp>
#include <ogive/expr/symbols.hpp>
#include <ogive/program/program.hpp>

namespace ogive {
namespace detail {

/// Where lowering writes, and what stands for each input there.
struct lowering_scope {
  struct bound_input {
    std::string_view name;
    program::position position;
  };
  program* out;
  list<bound_input> inputs;  // what a substitution puts in; none at the root, where an input is itself
  kink rule = kink::as_written;

  constexpr program::position input(std::string_view name) const {
    for (const bound_input& i : inputs) {
      if (i.name == name) return i.position;
    }
    int slot = 0;
    while (out->inputs[static_cast<std::size_t>(slot)] != name) ++slot;
    return out->emit(operation::input, slot);  // when it is first used, so that a program keeps the order of the source
  }

  constexpr program::position parameter(std::string_view name, double initial) const {
    return out->emit(operation::parameter, static_cast<int>(declare_parameter(name, initial)));
  }

  /// A choice, marked with the rule for its tie.
  constexpr program::position choose(operation op, program::position l, program::position r, program::position a,
                                     program::position b) const {
    return out->emit(
        {.op = op, .arguments = {narrow(l), narrow(r), narrow(a), narrow(b)}, .value = static_cast<double>(rule)});
  }

  /// The slot of a parameter, which a program keeps even where a derivative no longer depends on it: it can be bound.
  constexpr std::size_t declare_parameter(std::string_view name, double initial) const {
    std::size_t slot = 0;
    while (slot != out->parameters.size() && out->parameters[slot].name != name) ++slot;
    if (slot == out->parameters.size()) out->parameters.push_back({name, initial});
    if (std::bit_cast<std::uint64_t>(out->parameters[slot].initial) != std::bit_cast<std::uint64_t>(initial))
      one_parameter_with_two_initial_values();
    return slot;
  }

 private:
  // not constexpr: in a constant expression the call is the message
  static void one_parameter_with_two_initial_values() {
    fail("ogive: param<...>(v): one parameter has two initial values in one formula; give it the same everywhere");
  }
};

template <class E>
struct lowering;  // static position into(lowering_scope&, const E&)

template <class E>
constexpr program::position lower_into(lowering_scope& scope, const E& e) {
  return lowering<E>::into(scope, e);
}

template <>
struct lowering<number> {
  static constexpr program::position into(lowering_scope& scope, const number& n) {
    return scope.out->emit_number(n.value);
  }
};

template <fixed_string Name>
struct lowering<input_symbol<Name>> {
  static constexpr program::position into(lowering_scope& scope, const input_symbol<Name>&) {
    return scope.input(Name.view());
  }
};

template <fixed_string Name>
struct lowering<parameter<Name>> {
  static constexpr program::position into(lowering_scope& scope, const parameter<Name>& p) {
    return scope.parameter(Name.view(), p.initial);
  }
};

constexpr void lower_each(lowering_scope&, const pack<>&, program::position*) {}

template <class Head, class... Tail>
constexpr void lower_each(lowering_scope& scope, const pack<Head, Tail...>& p, program::position* positions) {
  *positions = lower_into(scope, p.head);
  lower_each(scope, p.tail, positions + 1);
}

/// max(a, b) as where(a < b, b, a) with the roles set so that at a tie a number wins, else the first argument.
constexpr program::position emit_extremum(const lowering_scope& scope, operation op, program::position a,
                                          program::position b) {
  const program& out = *scope.out;
  if (out[a].op != operation::number) {
    const program::position first = a;  // the else branch wins a tie
    a = out[b].op == operation::number ? b : first;
    b = out[b].op == operation::number ? first : b;
  }
  return op == operation::max ? scope.choose(operation::where_less, a, b, b, a)
                              : scope.choose(operation::where_less, b, a, b, a);
}

template <operation Op, class... A>
struct lowering<apply<Op, A...>> {
  static constexpr program::position into(lowering_scope& scope, const apply<Op, A...>& e) {
    program::position p[4] = {-1, -1, -1, -1};
    lower_each(scope, e.arguments, p);
    if constexpr (Op == operation::max || Op == operation::min) {
      return emit_extremum(scope, Op, p[0], p[1]);
    } else if constexpr (Op == operation::where_less || Op == operation::where_less_equal) {
      return scope.choose(Op, p[0], p[1], p[2], p[3]);
    } else if constexpr (Op == operation::abs) {
      // with a rule for kinks |u| is the choice that it stands for
      if (scope.rule == kink::as_written) return scope.out->emit(Op, p[0]);
      return scope.choose(operation::where_less, p[0], scope.out->emit_number(0),
                          scope.out->emit(operation::negate, p[0]), p[0]);
    } else {
      return scope.out->emit(Op, p[0], p[1], p[2], p[3]);
    }
  }
};

template <class F, class... A>
struct lowering<substitution<F, A...>> {
  static constexpr program::position into(lowering_scope& scope, const substitution<F, A...>& e) {
    program::position p[sizeof...(A) + 1] = {};
    lower_each(scope, e.arguments, p);
    lowering_scope inner{scope.out, {}, scope.rule};
    for (std::size_t i = 0; i != sizeof...(A); ++i) inner.inputs.push_back({inputs_of<F>.names[i], p[i]});
    return lower_into(inner, e.body);
  }
};

template <kink Rule, class F>
struct lowering<kink_rule<Rule, F>> {
  static constexpr program::position into(lowering_scope& scope, const kink_rule<Rule, F>& e) {
    const kink outside = scope.rule;
    scope.rule = Rule;
    const program::position p = lower_into(scope, e.body);
    scope.rule = outside;
    return p;
  }
};

/// Labels a program with a set of rules, unless it has a larger one of its own.
constexpr void use_rules(program& p, rewriting rules) {
  if (p.rules == rewriting::stable || (rules != rewriting::stable && p.rules < rules)) p.rules = rules;
}

template <rewriting Rules, class F>
struct lowering<rewritten_formula<Rules, F>> {
  static constexpr program::position into(lowering_scope& scope, const rewritten_formula<Rules, F>& e) {
    use_rules(*scope.out, Rules);
    return lower_into(scope, e.body);
  }
};

template <class E>
constexpr void lower_results(lowering_scope& scope, const E& e) {
  scope.out->results.push_back(lower_into(scope, e));
}
template <class... F>
constexpr void lower_results(lowering_scope& scope, const result_list<F...>& e) {
  const auto add = [&](const auto& f) {
    scope.out->results.push_back(lower_into(scope, f));
    return 0;
  };
  map_pack(e.formulas, add, [](auto...) {});
}

/// Puts the first result of `from` into the scope's program: inputs and parameters are matched by name.
constexpr program::position splice(lowering_scope& scope, const program& from) {
  use_rules(*scope.out, from.rules);
  for (const parameter_slot& p : from.parameters) scope.declare_parameter(p.name, p.initial);
  program::position result = -1;
  list<program::position> moved;
  moved.reserve(from.code.size());
  for (const instruction& step : from.code) {
    if (step.op == operation::input) {
      moved.push_back(scope.input(from.inputs[static_cast<std::size_t>(step.arguments[0])]));
    } else if (step.op == operation::parameter) {
      const parameter_slot& slot = from.parameters[static_cast<std::size_t>(step.arguments[0])];
      moved.push_back(scope.parameter(slot.name, slot.initial));
    } else {
      moved.push_back(scope.out->emit(relocated(step, moved)));
    }
    if (static_cast<program::position>(moved.size()) == from.results[0] + 1) result = moved.back();
  }
  return result;
}

}  // namespace detail

/// The program of a formula, or of several, as it was written: equal parts once, nothing rewritten but what is
/// differentiated, by the rules given.
template <computable E>
constexpr program lower(const E& e, rewriting rules = rewriting::stable) {
  program out;
  out.rules = rules;
  detail::lowering_scope scope{&out, {}};
  constexpr detail::name_list names = detail::inputs_of<E>;
  for (std::size_t i = 0; i != names.size; ++i) out.inputs.push_back(names.names[i]);
  detail::lower_results(scope, e);
  return out;
}

}  // namespace ogive
