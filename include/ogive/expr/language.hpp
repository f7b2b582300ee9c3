// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 1, expr. Operators and functions on formulas, as hidden friends of one base that is no template: a
// compiler declares them once, and argument-dependent lookup finds them beside <cmath> without a quarrel.
#pragma once

#include <concepts>
#include <type_traits>

#include <ogive/expr/operation.hpp>

namespace ogive {
namespace detail {

struct language;
struct expression_base;
struct results_base;
struct condition_base;

template <class>
inline constexpr bool never = false;

}  // namespace detail

/// A formula: an input, a parameter, a number's node, or anything built from them.
template <class T>
concept expression = __is_base_of(detail::expression_base, T);

/// A number as C++ has them; bool is none.
template <class T>
concept plain_number = std::is_arithmetic_v<T> && !std::same_as<T, bool>;

/// What a formula is built from: another formula or a plain number.
template <class T>
concept operand = expression<T> || plain_number<T>;

/// The first argument of where(c, a, b).
template <class T>
concept condition = __is_base_of(detail::condition_base, T);

/// What a kernel computes: one formula, or several as results(f, g, …).
template <class T>
concept computable = expression<T> || std::derived_from<T, detail::results_base>;

namespace detail {

template <class A, class B>
concept one_expression = expression<A> || expression<B>;

template <class A, class B>
concept operands = operand<A> && operand<B> && one_expression<A, B>;

template <class A, class B>
concept one_of_ours = one_expression<A, B> || condition<A> || condition<B>;

template <class A, class B>
concept misused = one_of_ours<A, B> && !operands<A, B>;

/// One of the two makes it a matter of this language. The operators take whatever this lets through and explain what is
/// wrong with it: a second overload for mistakes would be tried for each node of each formula.
template <class A, class B>
concept ours = __is_base_of(language, A) || __is_base_of(language, B);

template <operand T>
constexpr auto as_node(T value);
template <operation Op, class A, class B>
constexpr auto combine(A a, B b);
template <operation Op, class... T>
constexpr auto make(T... arguments);
template <bool OrEqual, class L, class R>
constexpr auto compare(L left, R right);

struct language {
  // clang-format off
  template <class A, class B> requires ours<A, B> friend constexpr auto operator+(A a, B b) { return combine<operation::add>(a, b); }
  template <class A, class B> requires ours<A, B> friend constexpr auto operator-(A a, B b) { return combine<operation::subtract>(a, b); }
  template <class A, class B> requires ours<A, B> friend constexpr auto operator*(A a, B b) { return combine<operation::multiply>(a, b); }
  template <class A, class B> requires ours<A, B> friend constexpr auto operator/(A a, B b) { return combine<operation::divide>(a, b); }
  template <expression A> friend constexpr auto operator-(A a) { return make<operation::negate>(a); }
  template <expression A> friend constexpr auto operator+(A a) { return a; }

  template <class A, class B> requires operands<A, B> friend constexpr auto operator<(A a, B b) { return compare<false>(a, b); }
  template <class A, class B> requires operands<A, B> friend constexpr auto operator>(A a, B b) { return compare<false>(b, a); }
  template <class A, class B> requires operands<A, B> friend constexpr auto operator<=(A a, B b) { return compare<true>(a, b); }
  template <class A, class B> requires operands<A, B> friend constexpr auto operator>=(A a, B b) { return compare<true>(b, a); }

  /// eᵘ
  template <expression U> friend constexpr auto exp(U u) { return make<operation::exp>(u); }
  /// eᵘ − 1, exact near 0
  template <expression U> friend constexpr auto expm1(U u) { return make<operation::expm1>(u); }
  /// ln u
  template <expression U> friend constexpr auto log(U u) { return make<operation::log>(u); }
  /// ln(1 + u), exact near 0
  template <expression U> friend constexpr auto log1p(U u) { return make<operation::log1p>(u); }
  /// √u
  template <expression U> friend constexpr auto sqrt(U u) { return make<operation::sqrt>(u); }
  /// |u|; its derivative at 0 is 0
  template <expression U> friend constexpr auto abs(U u) { return make<operation::abs>(u); }
  /// −1, 0 or 1: the sign of u
  template <expression U> friend constexpr auto sign(U u) { return make<operation::sign>(u); }
  /// (eᵘ − e⁻ᵘ) / (eᵘ + e⁻ᵘ)
  template <expression U> friend constexpr auto tanh(U u) { return make<operation::tanh>(u); }
  /// 1 / cosh²(u) = 1 − tanh²(u), with full relative accuracy in both tails
  template <expression U> friend constexpr auto sech2(U u) { return make<operation::sech2>(u); }
  /// 1 / (1 + e⁻ᵘ)
  template <expression U> friend constexpr auto sigmoid(U u) { return make<operation::sigmoid>(u); }
  /// ln(1 + eᵘ)
  template <expression U> friend constexpr auto softplus(U u) { return make<operation::softplus>(u); }
  /// 2/√π · ∫₀ᵘ exp(−t²) dt
  template <expression U> friend constexpr auto erf(U u) { return make<operation::erf>(u); }
  /// 1 − erf(u), with full relative accuracy for large u
  template <expression U> friend constexpr auto erfc(U u) { return make<operation::erfc>(u); }
  /// φ(u) = exp(−u²/2) / √(2π), the density of the standard normal distribution
  template <expression U> friend constexpr auto pdf(U u) { return make<operation::pdf>(u); }
  /// Φ(u) = (1 + erf(u/√2)) / 2, the distribution function of the standard normal distribution
  template <expression U> friend constexpr auto cdf(U u) { return make<operation::cdf>(u); }

  /// sin u, u in radians
  template <expression U> friend constexpr auto sin(U u) { return make<operation::sin>(u); }
  /// cos u, u in radians
  template <expression U> friend constexpr auto cos(U u) { return make<operation::cos>(u); }
  /// arctan u, between −π/2 and π/2
  template <expression U> friend constexpr auto atan(U u) { return make<operation::atan>(u); }
  /// ln(u + √(u² + 1)), the inverse of the hyperbolic sine
  template <expression U> friend constexpr auto asinh(U u) { return make<operation::asinh>(u); }
  /// The greatest integer that is not above u; its derivative is 0
  template <expression U> friend constexpr auto floor(U u) { return make<operation::floor>(u); }
  /// uᵛ. A whole number v up to 64 is a product; at u = 0 the derivatives are those of the mathematics: 0 by v
  template <class U, class V> requires operands<U, V> friend constexpr auto pow(U u, V v) { return make<operation::pow>(u, v); }
  /// u²
  template <expression U> friend constexpr auto square(U u) { return make<operation::multiply>(u, u); }
  /// u³
  template <expression U> friend constexpr auto cube(U u) { return make<operation::multiply>(square(u), u); }
  /// ln σ(u) = −ln(1 + e⁻ᵘ)
  template <expression U> friend constexpr auto log_sigmoid(U u) { return -softplus(-u); }
  /// c₀ + c₁·u + c₂·u² + … by Horner's scheme; the coefficients are numbers, parameters or formulas
  template <expression U, operand C> friend constexpr auto horner(U, C c) { return as_node(c); }
  template <expression U, operand C, operand... More> requires (sizeof...(More) != 0)
  friend constexpr auto horner(U u, C c, More... more) { return make<operation::add>(c, u * horner(u, more...)); }
  /// u limited to [low, high]; at a tie the derivative is that of the limit: 0 if it is a number
  template <expression U, operand L, operand H> friend constexpr auto clamp(U u, L low, H high) { return min(max(u, low), high); }

  /// Σⱼ uⱼ over the columns j of a row
  template <expression U> friend constexpr auto row_sum(U u) { return make<operation::row_sum>(u); }
  /// The greatest uⱼ of a row; its derivative goes to the first one
  template <expression U> friend constexpr auto row_max(U u) { return make<operation::row_max>(u); }
  /// Σⱼ uⱼ / n over the n columns of a row
  template <expression U> friend constexpr auto row_mean(U u) { return divide_by_row_size(row_sum(u)); }

  /// Several formulas as one program: what they share is computed once
  template <operand... F> requires (expression<F> || ...) friend constexpr auto results(F... f) { return list_results(f...); }

  /// u, which no derivative passes
  template <expression U> friend constexpr auto stop(U u) { return make<operation::with_gradient>(u, 0); }
  /// The value of u with the derivatives of v, by every symbol and of every order: a straight-through estimator is
  /// `with_gradient(sign(x), x)`, a surrogate `with_gradient(where(x > 0, 1, 0), sigmoid(4 * x))`.
  template <class U, class V> requires operands<U, V> friend constexpr auto with_gradient(U u, V v) {
    static_assert(expression<V>,
                  "ogive: with_gradient(f, g): g is a number, whose derivative is 0; pass the formula whose derivatives f shall "
                  "have, such as x for a straight-through estimator, or write stop(f)");
    return make<operation::with_gradient>(u, v);
  }

  /// The larger; at a tie the derivative is that of the number, or of the first if neither is a number.
  template <class A, class B> requires operands<A, B> friend constexpr auto max(A a, B b) { return make<operation::max>(a, b); }
  /// The smaller; at a tie the derivative is that of the number, or of the first if neither is a number.
  template <class A, class B> requires operands<A, B> friend constexpr auto min(A a, B b) { return make<operation::min>(a, b); }
  /// a where c holds, else b; its derivative is where(c, a', b')
  template <condition C, operand A, operand B> friend constexpr auto where(C c, A a, B b) { return choose_by(c, a, b); }

  // What follows exists to explain a mistake.
  template <class A, class B> requires misused<A, B> friend constexpr auto max(const A&, const B&) { return not_an_argument<A, B>(); }
  template <class A, class B> requires misused<A, B> friend constexpr auto min(const A&, const B&) { return not_an_argument<A, B>(); }
  template <class A, class B> requires misused<A, B> friend constexpr auto pow(const A&, const B&) { return not_an_argument<A, B>(); }
  template <class A, class B> requires misused<A, B> friend constexpr auto with_gradient(const A&, const B&) { return not_an_argument<A, B>(); }
  template <condition C, class A, class B> requires (!(operand<A> && operand<B>))
  friend constexpr auto where(const C&, const A&, const B&) { return not_an_argument<A, B>(); }
  template <expression U, class L, class H> requires (!(operand<L> && operand<H>))
  friend constexpr auto clamp(const U&, const L&, const H&) { return not_an_argument<L, H>(); }
  template <expression U, class... C> requires (!(operand<C> && ...))
  friend constexpr auto horner(const U&, const C&...) { return not_an_argument<C...>(); }
  template <class... F> requires ((expression<F> || ...) && !(operand<F> && ...))
  friend constexpr auto results(const F&...) { return not_an_argument<F...>(); }
  // clang-format on

  template <class A, class B>
  requires operands<A, B>
  friend constexpr bool operator==(const A&, const B&) {
    static_assert(
        never<A>,
        "ogive: f == g: formulas are not compared point by point; write same<f, g> to ask whether two formulas "
        "are one, or where(f < g, a, b) to choose between values");
    return false;
  }

  template <class A, class B>
  requires one_of_ours<A, B>
  friend constexpr auto operator^(const A& a, const B&) {
    static_assert(never<A>, "ogive: f ^ v: this is no power in C++; write pow(f, v), square(f) or cube(f)");
    return a;
  }
  template <condition A, class B>
  friend constexpr auto operator&&(const A& a, const B&) {
    static_assert(never<A>, "ogive: where(c && d, a, b): conditions are nested; write where(c, where(d, a, b), b)");
    return a;
  }
  template <condition A, class B>
  friend constexpr auto operator||(const A& a, const B&) {
    static_assert(never<A>, "ogive: where(c || d, a, b): conditions are nested; write where(c, a, where(d, a, b))");
    return a;
  }
  template <condition A>
  friend constexpr auto operator!(const A& a) {
    static_assert(never<A>, "ogive: where(!c, a, b): a condition is not negated; write where(c, b, a)");
    return a;
  }

  template <class C, class A, class B>
  requires(expression<C> && !condition<C>) friend constexpr auto where(const C& c, const A&, const B&) {
    static_assert(never<C>, "ogive: where(c, a, b): c is not a comparison; write where(x > 0, a, b)");
    return c;
  }

 private:
  template <class... V>
  static constexpr int not_an_argument() {
    static_assert(
        (never<V> || ...),
        "ogive: max(f, v), pow(f, v), where(c, f, v), clamp, horner, results: v is neither a number nor a formula; "
        "write "
        "a number such as 2.0, an input such as x, or a parameter with its initial value such as param<...>(0.25)");
    return 0;
  }
};

struct expression_base : language {};
struct condition_base : language {};

}  // namespace detail
}  // namespace ogive
