// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. One instruction, or a whole program, on values of one type: a scalar or a register of the machine.
// This is where an operation becomes machine code; the same lines serve constant evaluation, tails and loops.
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include <ogive/base/config.hpp>
#include <ogive/calculus/precision.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/kernel/elementary.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/kernel/widening.hpp>

namespace ogive::detail {

/// What a number loses when it becomes a T.
template <class T>
constexpr double error_of_number(double value) {
  return std::is_same_v<T, float> ? value - static_cast<double>(static_cast<float>(value)) : 0.0;
}

/// u + v − s for s = u + v rounded, exactly (Knuth).
template <class V>
OGIVE_INLINE constexpr V sum_error(const V& u, const V& v, const V& s) {
  if (elementary::is_infinite_constant(s)) return broadcast<V>(0);
  const V t = s - u;
  return V(u - V(s - t)) + V(v - t);
}

/// u·v + w − s for s = multiply_add(u, v, w), up to an error of its own rounding.
template <class V>
OGIVE_INLINE constexpr V multiply_add_error(const V& u, const V& v, const V& w, const V& s) {
  if (elementary::is_infinite_constant(s)) return broadcast<V>(0);
  if constexpr (!has_fused_multiply_add) {
    if (!std::is_constant_evaluated()) {
      const V product = u * v;
      return sum_error(product, w, s) + product_error(u, v, product);
    }
  }
  const V t = s - w;
  return multiply_add(u, v, negate(t)) + V(w - V(s - t));
}

// + − · ÷, in constant expressions too.
template <class V>
OGIVE_INLINE constexpr V sum(const V& a, const V& b) {
  if constexpr (scalar_value<V>) {
    if (std::is_constant_evaluated()) return constant_sum(a, b);
  }
  return a + b;
}
template <class V>
OGIVE_INLINE constexpr V difference(const V& a, const V& b) {
  if constexpr (scalar_value<V>) {
    if (std::is_constant_evaluated()) return constant_sum(a, negate(b));
  }
  return a - b;
}
template <class V>
OGIVE_INLINE constexpr V product(const V& a, const V& b) {
  if constexpr (scalar_value<V>) {
    if (std::is_constant_evaluated()) return constant_product(a, b);
  }
  return a * b;
}
template <class V>
OGIVE_INLINE constexpr V quotient(const V& a, const V& b) {
  if constexpr (scalar_value<V>) {
    if (std::is_constant_evaluated()) return constant_quotient(a, b);
  }
  return divide(a, b);
}

/// u·v, and 0 where v is 0.
template <class V>
OGIVE_INLINE constexpr V attenuate(const V& u, const V& v) {
  if constexpr (scalar_value<V>) return v == 0 ? v : product(u, v);
  else return choose(equal(v, broadcast<V>(0)), v, u * v);
}

/// The meaning of an operation on values: unused arguments are ignored. `value` is the instruction's.
template <operation Op, class V>
OGIVE_INLINE constexpr V execute(const V& a, const V& b, const V& c, const V& d, double value) {
  const auto known = [&] { return static_cast<unsigned>(value); };
  if constexpr (Op == operation::add) return sum(a, b);
  else if constexpr (Op == operation::subtract) return difference(a, b);
  else if constexpr (Op == operation::multiply) return product(a, b);
  else if constexpr (Op == operation::divide) return quotient(a, b);
  else if constexpr (Op == operation::negate) return negate(a);
  else if constexpr (Op == operation::exp) return elementary::exp(a, known());
  else if constexpr (Op == operation::expm1) return elementary::expm1(a, known());
  else if constexpr (Op == operation::log) return elementary::log(a);
  else if constexpr (Op == operation::log1p) return elementary::log1p(a);
  else if constexpr (Op == operation::sqrt) return elementary::sqrt(a);
  else if constexpr (Op == operation::erf) return elementary::erf(a);
  else if constexpr (Op == operation::erfc) return elementary::erfc(a);
  else if constexpr (Op == operation::sin) return elementary::sin(a);
  else if constexpr (Op == operation::cos) return elementary::cos(a);
  else if constexpr (Op == operation::atan) return elementary::atan(a);
  else if constexpr (Op == operation::asinh) return elementary::asinh(a);
  else if constexpr (Op == operation::floor) return elementary::floor(a);
  else if constexpr (Op == operation::pow) return elementary::pow(a, b);
  else if constexpr (Op == operation::abs) return absolute(a);
  else if constexpr (Op == operation::copy_sign) return copy_sign(a, b);
  else if constexpr (Op == operation::sign)
    return choose(less(broadcast<V>(0), absolute(a)), copy_sign(broadcast<V>(1), a), a);
  else if constexpr (Op == operation::attenuate) return attenuate(a, b);
  else if constexpr (Op == operation::pass_nan) return choose(is_nan(a), a, b);
  else if constexpr (Op == operation::select_less) return choose(less(a, b), c, d);
  else if constexpr (Op == operation::select_less_equal) return choose(less_equal(a, b), c, d);
  else if constexpr (Op == operation::select_sign) return choose_by_sign(a, b, c);
  else if constexpr (Op == operation::minus_abs) return minus_absolute(a);
  else if constexpr (Op == operation::positive_part) return at_least(a, element_t<V>(-0.0));
  else if constexpr (Op == operation::multiply_add) return multiply_add(a, b, c);
  else if constexpr (Op == operation::negate_multiply_add) return negate_multiply_add(a, b, c);
  else if constexpr (Op == operation::product_error)
    return elementary::is_infinite_constant(c) ? broadcast<V>(0) : product_error(a, b, c);
  else if constexpr (Op == operation::sum_error) return sum_error(a, b, c);
  else if constexpr (Op == operation::multiply_add_error) return multiply_add_error(a, b, c, d);
  else if constexpr (Op == operation::exp_of_sum) return elementary::exp(a, b, known());
  else if constexpr (Op == operation::expm1_of_sum) return elementary::expm1(a, b, known());
  else if constexpr (Op == operation::fast_exp) return elementary::fast_exp(a);
  else if constexpr (Op == operation::fast_tanh) return elementary::fast_tanh(a);
  else if constexpr (Op == operation::exp_of_minus_exp) return elementary::exp_of_minus_exp(a);
  else if constexpr (Op == operation::times_exp) return elementary::times_exp(a, b, known());
  else if constexpr (Op == operation::times_exp_of_sum) return elementary::times_exp(a, b, c, known());
  else if constexpr (Op == operation::times_gaussian) return elementary::times_gaussian(a, b, known());
  else if constexpr (Op == operation::self_gated_exp) return elementary::self_gated_exp(a, b, c);
  else if constexpr (Op == operation::self_gated_gaussian) return elementary::self_gated_gaussian(a, b, c);
  else if constexpr (Op == operation::half_exp) return elementary::half_exp(a);
  else if constexpr (Op == operation::half_gaussian) return elementary::half_gaussian(a);
  else if constexpr (Op == operation::times_rest_of_exp) return elementary::times_rest_of_exp(a, b);
  else if constexpr (Op == operation::times_rest_of_exp_of_sum) return elementary::times_rest_of_exp(a, b, c);
  else if constexpr (Op == operation::times_rest_of_gaussian) return elementary::times_rest_of_gaussian(a, b);
  else if constexpr (Op == operation::normal_tail) return elementary::normal_tail(a);
  else if constexpr (Op == operation::log1p_of_decay) return elementary::log1p_of_decay(a);
  else if constexpr (Op == operation::one_plus_exp) return elementary::one_plus_exp(a);
  else if constexpr (Op == operation::one_plus_exp_of_sum) return elementary::one_plus_exp(a, b);
  else static_assert(never<V>, "ogive: this operation is rewritten before a program runs");
}

/// Where operand k stands; operand 0 for one that the operation does not have.
constexpr std::size_t operand_place(const instruction& i, int k) {
  return static_cast<std::size_t>(i.arguments[k < arity(i.op) ? static_cast<std::size_t>(k) : 0]);
}

/// One step of a program. It is one function for each operation, not for each step: the instruction is a constant of
/// the caller, and all that depends on it is gone once this is inlined.
template <operation Op, class V>
OGIVE_INLINE constexpr V step(const instruction& i, const V* value, const V* inputs, const V* parameters) {
  if constexpr (Op == operation::number) return broadcast<V>(i.value);
  else if constexpr (Op == operation::number_error) return broadcast<V>(error_of_number<element_t<V>>(i.value));
  else if constexpr (Op == operation::input) return inputs[i.arguments[0]];
  else if constexpr (Op == operation::parameter) return parameters[i.arguments[0]];
  else
    return execute<Op>(value[i.arguments[0]], value[i.arguments[arity(Op) > 1 ? 1 : 0]],
                       value[i.arguments[arity(Op) > 2 ? 2 : 0]], value[i.arguments[arity(Op) > 3 ? 3 : 0]], i.value);
}

template <std::size_t Results>
constexpr bool any_of(const std::array<bool, Results>& flags) {
  for (const bool f : flags) {
    if (f) return true;
  }
  return false;
}

/// Which steps the results of a kind need: those that run in double, or the others.
template <const auto& Program, bool InDouble>
inline constexpr auto steps_of = [] {
  std::array<bool, Program.code.size()> needed{};
  for (std::size_t r = 0; r != Program.results.size(); ++r) {
    if (results_in_double<Program>[r] == InDouble) needed[static_cast<std::size_t>(Program.results[r])] = true;
  }
  for (std::size_t i = needed.size(); i-- != 0;) {
    for (int k = 0; needed[i] && k != arity(Program.code[i].op); ++k)
      needed[static_cast<std::size_t>(Program.code[i].arguments[k])] = true;
  }
  return needed;
}();

/// act(0), act(1), …, each with its number as a type: unrolled whatever the compiler thinks of it.
template <std::size_t Count, class Act>
OGIVE_INLINE constexpr void for_each_place(Act act) {
  [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    (act(std::integral_constant<std::size_t, I>{}), ...);
  }
  (std::make_index_sequence<Count>{});
}

/// The values of a program's results, for one register V or for several side by side, each of which takes a step before
/// any takes the next. Everything is unrolled and inlined: what is left is straight-line machine code. The steps are a
/// pack, not calls of a function object for each place: to compile that takes twice as long.
template <const auto& Program, class V, std::size_t Together, std::size_t Inputs, std::size_t Parameters, std::size_t... I,
          std::size_t... R>
OGIVE_INLINE constexpr auto run_every_step(const std::array<std::array<V, Inputs>, Together>& inputs,
                                           const std::array<V, Parameters>& parameters, std::index_sequence<I...>,
                                           std::index_sequence<R...>) {
  static_assert(Together == 1 || Together == 2);
  V value[Together][sizeof...(I)];
  if constexpr (Together == 1) {
    ((value[0][I] = step<Program.code[I].op>(Program.code[I], value[0], inputs[0].data(), parameters.data())), ...);
  } else {
    ((value[0][I] = step<Program.code[I].op>(Program.code[I], value[0], inputs[0].data(), parameters.data()),
      value[1][I] = step<Program.code[I].op>(Program.code[I], value[1], inputs[1].data(), parameters.data())),
     ...);
  }
  std::array<std::array<V, sizeof...(R)>, Together> results{};
  for (std::size_t t = 0; t != Together; ++t) results[t] = {value[t][static_cast<std::size_t>(Program.results[R])]...};
  return results;
}

/// A step of a program, or nothing.
template <bool Needed, operation Op, class V>
OGIVE_INLINE constexpr void step_if(V& result, const instruction& i, const V* value, const V* inputs, const V* parameters) {
  if constexpr (Needed) result = step<Op>(i, value, inputs, parameters);
}

/// Likewise for the results that run in double, or for the others only.
template <const auto& Program, bool InDouble, class V, std::size_t Inputs, std::size_t Parameters, std::size_t... I>
OGIVE_INLINE constexpr void run_some(const std::array<V, Inputs>& inputs, const std::array<V, Parameters>& parameters,
                                     std::array<V, Program.results.size()>& results, std::index_sequence<I...>) {
  V value[sizeof...(I)];
  (step_if<steps_of<Program, InDouble>[I], Program.code[I].op>(value[I], Program.code[I], value, inputs.data(),
                                                               parameters.data()),
   ...);
  for_each_place<Program.results.size()>([&](auto r) __attribute__((always_inline)) {
    if constexpr (results_in_double<Program>[r] == InDouble)
      results[r] = value[static_cast<std::size_t>(Program.results[r])];
  });
}

/// Are some results of the program computed in double for this element?
template <const auto& Program, class T>
constexpr bool runs_in_double() {
  if constexpr (std::is_same_v<T, float>) return any_of(results_in_double<Program>);
  else return false;
}

/// The values of a program's results, those of float in float or in double, as calculus/precision.hpp says, for several
/// registers side by side.
template <const auto& Program, class V, std::size_t Together, std::size_t Inputs, std::size_t Parameters>
OGIVE_INLINE constexpr auto run_together(const std::array<std::array<V, Inputs>, Together>& inputs,
                                         const std::array<V, Parameters>& parameters) {
  constexpr std::make_index_sequence<Program.code.size()> every_step;
  if constexpr (!runs_in_double<Program, element_t<V>>()) {
    return run_every_step<Program>(inputs, parameters, every_step, std::make_index_sequence<Program.results.size()>{});
  } else {
    static_assert(Together == 1);
    constexpr std::size_t count = Program.results.size();
    std::array<V, count> results{};
    if constexpr (any_of(steps_of<Program, false>)) run_some<Program, false>(inputs[0], parameters, results, every_step);
    using D = double_register<V>;
    std::array<std::array<D, count>, halves<V>> parts{};
    for_each_place<halves<V>>([&](auto h) __attribute__((always_inline)) {
      std::array<D, Inputs> wide_inputs{};
      std::array<D, Parameters> wide_parameters{};
      for_each_place<Inputs>([&](auto k) __attribute__((always_inline)) { wide_inputs[k] = widened(inputs[0][k], h); });
      for_each_place<Parameters>(
          [&](auto k) __attribute__((always_inline)) { wide_parameters[k] = widened(parameters[k], h); });
      run_some<Program, true>(wide_inputs, wide_parameters, parts[h], every_step);
    });
    for_each_place<count>([&](auto r) __attribute__((always_inline)) {
      if constexpr (results_in_double<Program>[r]) results[r] = narrowed<V>(parts[0][r], parts[halves<V> - 1][r]);
    });
    return std::array<std::array<V, count>, 1>{results};
  }
}

/// Likewise for one register or scalar.
template <const auto& Program, class V, std::size_t Inputs, std::size_t Parameters>
OGIVE_INLINE constexpr auto run(const std::array<V, Inputs>& inputs, const std::array<V, Parameters>& parameters) {
  return run_together<Program>(std::array<std::array<V, Inputs>, 1>{inputs}, parameters)[0];
}

}  // namespace ogive::detail
