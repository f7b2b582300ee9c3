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
  constexpr explicit pack(Head h, Tail... t) : head(h), tail(t...) {}
};

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
  template <plain_number T>
  constexpr explicit number(T v) : value(static_cast<double>(v)) {}
};

/// An input of a formula: `x`, `y`, `z`.
template <fixed_string Name>
struct input_symbol : detail::expression_base {
  template <class... Values>
  constexpr auto operator()(const Values&... values) const {
    return detail::called<input_symbol>::with(*this, values...);
  }
};

/// A learnable parameter with its initial value: `param<"slope">(0.25)`.
template <fixed_string Name>
struct parameter : formula<parameter<Name>> {
  double initial;
  constexpr explicit parameter(double v) : initial(v) {}
};

/// One operation applied to its arguments. It is a function without `formula`, as inputs are: one class less to
/// instantiate for each node of each formula.
template <operation Op, class... Arguments>
struct apply : detail::expression_base {
  template <class... Values>
  constexpr auto operator()(const Values&... values) const {
    return detail::called<apply>::with(*this, values...);
  }

  detail::pack<Arguments...> arguments;
  constexpr explicit apply(Arguments... a) : arguments(a...) {}
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
  constexpr explicit substitution(F into, Arguments... values) : body(into), arguments(values...) {}
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
  constexpr explicit result_list(F... f) : formulas(f...) {}

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

template <class T>
using node_of = std::conditional_t<expression<T>, T, number>;

template <operation Op, class... T>
constexpr auto make(T... arguments) {
  return apply<Op, node_of<T>...>(node_of<T>(arguments)...);
}

template <operation Op, class A, class B>
constexpr auto combine(A a, B b) {
  constexpr bool both = operand<A> && operand<B>;
  static_assert(
      both,
      "ogive: f op v: v is neither a number nor a formula; write a number such as 2.0, an input such as x, "
      "or a parameter with its initial value such as param<...>(0.25); a comparison belongs into where(c, a, b)");
  if constexpr (both) return apply<Op, node_of<A>, node_of<B>>(node_of<A>(a), node_of<B>(b));
  else return a;
}

template <bool OrEqual, class L, class R>
constexpr auto compare(L left, R right) {
  return comparison<OrEqual, node_of<L>, node_of<R>>(node_of<L>(left), node_of<R>(right));
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
