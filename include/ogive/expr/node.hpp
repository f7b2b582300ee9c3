// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 1, expr. The nodes that a formula is made of. The type of a formula is its tree; only the values of its
// numbers are data, so a formula is a structural value and can be a template argument: `map<swish>`.
#pragma once

#include <concepts>
#include <type_traits>

#include <ogive/base/fixed_string.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/operation.hpp>

namespace ogive {
namespace detail {

/// The arguments of a node: a tuple that is structural.
template <class... T>
struct pack {};

template <class Head, class... Tail>
struct pack<Head, Tail...> {
  Head head;
  pack<Tail...> tail;
};

constexpr pack<> make_pack() { return {}; }

template <class Head, class... Tail>
constexpr pack<Head, Tail...> make_pack(Head head, Tail... tail) {
  return {head, make_pack(tail...)};
}

/// finish(f(e₀), f(e₁), …) for the elements of a pack.
template <class F, class Finish, class... Done>
constexpr auto map_pack(const pack<>&, F, Finish finish, Done... done) {
  return finish(done...);
}
template <class Head, class... Tail, class F, class Finish, class... Done>
constexpr auto map_pack(const pack<Head, Tail...>& p, F f, Finish finish, Done... done) {
  return map_pack(p.tail, f, finish, done..., f(p.head));
}

template <class F>
struct called;  // what f(...) means: expr/call.hpp

}  // namespace detail

/// Every node is a function: `f(2.0)` evaluates, `f(3 * x + 1)` substitutes (see expr/call.hpp).
template <class Self>
struct formula : detail::expression_base {
  template <class... Values>
  constexpr auto operator()(const Values&... values) const {
    return detail::called<Self>::with(static_cast<const Self&>(*this), values...);
  }
};

/// A plain number inside a formula.
struct number : formula<number> {
  double value;
  constexpr explicit number(double v) : value(v) {}
};

/// An input of a formula: `x`, `y`, `z`.
template <fixed_string Name>
struct input_symbol : formula<input_symbol<Name>> {};

/// A learnable parameter with its initial value: `param<"slope">(0.25)`.
template <fixed_string Name>
struct parameter : formula<parameter<Name>> {
  double initial;
  constexpr explicit parameter(double v) : initial(v) {}
};

/// One operation applied to its arguments.
template <operation Op, class... Arguments>
struct apply : formula<apply<Op, Arguments...>> {
  detail::pack<Arguments...> arguments;
  constexpr explicit apply(Arguments... a) : arguments(detail::make_pack(a...)) {}
};

/// A condition for where(c, a, b): left < right, or left <= right if OrEqual. It is no value: no arithmetic, no `if`.
template <bool OrEqual, class Left, class Right>
struct comparison : detail::condition_base {
  Left left;
  Right right;
  constexpr comparison(Left l, Right r) : left(l), right(r) {}

  constexpr explicit operator bool() const {
    static_assert(detail::never<Left>,
                  "ogive: if (f < g): a formula has no value yet; write where(f < g, a, b), or call the formula with "
                  "numbers first");
    return false;
  }
};

/// The derivative of a formula with respect to a symbol; carried out when the formula becomes a program.
template <class F, class Symbol>
struct derivative : formula<derivative<F, Symbol>> {
  F body;
  constexpr explicit derivative(F of) : body(of) {}
};

/// A formula with its inputs replaced, in their order, by other formulas.
template <class F, class... Arguments>
struct substitution : formula<substitution<F, Arguments...>> {
  F body;
  detail::pack<Arguments...> arguments;
  constexpr explicit substitution(F into, Arguments... values) : body(into), arguments(detail::make_pack(values...)) {}
};

/// A formula whose choices have the derivative `Rule` at their ties.
template <kink Rule, class F>
struct kink_rule : formula<kink_rule<Rule, F>> {
  F body;
  constexpr explicit kink_rule(F of) : body(of) {}
};

namespace detail {
struct results_base {};
}  // namespace detail

/// Several formulas that are computed together: results(f, g).
template <class... F>
struct result_list : detail::results_base {
  detail::pack<F...> formulas;
  constexpr explicit result_list(F... f) : formulas(detail::make_pack(f...)) {}

  template <class... Values>
  constexpr auto operator()(const Values&... values) const {
    return detail::called<result_list>::with(*this, values...);
  }
};

namespace detail {

/// Numbers become nodes, formulas stay what they are.
template <operand T>
constexpr auto as_node(T value) {
  if constexpr (expression<T>) {
    return value;
  } else {
    return number(static_cast<double>(value));
  }
}

template <operation Op, operand... T>
constexpr auto make(T... arguments) {
  return apply<Op, decltype(as_node(arguments))...>(as_node(arguments)...);
}

template <bool OrEqual, operand L, operand R>
constexpr auto compare(L left, R right) {
  return comparison<OrEqual, decltype(as_node(left)), decltype(as_node(right))>(as_node(left), as_node(right));
}

template <bool OrEqual, class L, class R, operand A, operand B>
constexpr auto choose_by(comparison<OrEqual, L, R> c, A a, B b) {
  constexpr operation chosen = OrEqual ? operation::where_less_equal : operation::where_less;
  return make<chosen>(c.left, c.right, a, b);
}

template <operand... F>
constexpr auto list_results(F... f) {
  return result_list<decltype(as_node(f))...>(as_node(f)...);
}

template <expression U>
constexpr auto divide_by_row_size(U sum) {
  return make<operation::divide>(sum, make<operation::row_size>());
}

}  // namespace detail

/// A function of the language by its operation: `word<operation::tanh>(x)` is `tanh(x)`.
template <operation Op, expression U>
constexpr auto word(U u) {
  return detail::make<Op>(u);
}

}  // namespace ogive
