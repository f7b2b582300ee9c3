// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. backward: an upstream gradient goes through a formula; the gradient of each input and the sums for
// the parameters come out of one pass.
#pragma once

#include <array>
#include <cstddef>

#include <ogive/kernel/bind.hpp>
#include <ogive/kernel/execute.hpp>
#include <ogive/kernel/map.hpp>

namespace ogive {

/// The gradients of a formula's parameters: `g[param<"slope">]`.
template <const auto& Program, class T>
struct parameter_gradients {
  std::array<T, Program.parameters.size()> values{};

  template <fixed_string Name>
  constexpr T operator[](parameter_name<Name>) const {
    constexpr std::size_t slot = detail::parameter_slot_of<Program>(Name.view());
    static_assert(slot < Program.parameters.size(),
                  "ogive: gradients[param<...>]: the formula has no parameter of this name; ask for one that it has");
    return values[slot];
  }
};

namespace detail {

/// grad[k][i] = upstream[i] · ∂f/∂input k, and the sums over i of upstream[i] · ∂f/∂parameter.
///
/// Order of the sums: lane l of a register adds the elements i ≡ l (mod lanes) in ascending order over a block of
/// 1024 registers, the lanes are added by reduce_add, and the blocks in ascending order in double.
template <const auto& Program, class T, std::size_t Inputs>
[[gnu::noinline]] auto backward_over(const std::array<const T*, Inputs>& in, const T* upstream,
                                     const std::array<T*, Inputs>& grad, std::size_t n,
                                     const std::array<T, Program.parameters.size()>& parameters) {
  using V = native_batch<T>;
  constexpr std::size_t count = Program.parameters.size();
  constexpr std::size_t block = 1024 * lanes<V>;
  const auto p = broadcast_each<V>(parameters);
  std::array<V, Inputs> values{};
  std::array<double, count> totals{};
  for (std::size_t begin = 0; begin < n; begin += block) {
    const std::size_t end = n - begin < block ? n : begin + block;
    std::array<V, count> sums{};
    for (V& s : sums) s = broadcast<V>(0);
    std::size_t i = begin;
    for (; i + lanes<V> <= end; i += lanes<V>) {
      for (std::size_t k = 0; k != Inputs; ++k) values[k] = detail::load<V>(in[k] + i);
      const V up = detail::load<V>(upstream + i);
      const auto results = run<Program>(values, p);
      for (std::size_t k = 0; k != Inputs; ++k) detail::store(grad[k] + i, up * results[1 + k]);
      for (std::size_t k = 0; k != count; ++k) sums[k] = multiply_add(up, results[1 + Inputs + k], sums[k]);
    }
    if (const std::size_t rest = end - i; rest != 0) {
      for (std::size_t k = 0; k != Inputs; ++k) values[k] = detail::load_partial<V>(in[k] + i, rest, T{0});
      const V up = detail::load_partial<V>(upstream + i, rest, T{0});
      const auto results = run<Program>(values, p);
      for (std::size_t k = 0; k != Inputs; ++k) detail::store_partial(grad[k] + i, up * results[1 + k], rest);
      for (std::size_t k = 0; k != count; ++k)
        sums[k] = sums[k] + detail::zero_from(up * results[1 + Inputs + k], rest);
    }
    for (std::size_t k = 0; k != count; ++k) totals[k] += static_cast<double>(detail::reduce_add(sums[k]));
  }
  parameter_gradients<Program, T> gradients;
  for (std::size_t k = 0; k != count; ++k) gradients.values[k] = static_cast<T>(totals[k]);
  return gradients;
}

}  // namespace detail

/// grad[i] = upstream[i] · f'(in[i]); with several inputs backward<f>(in_x, in_y, …, upstream, grad_x, grad_y, …).
/// Returns the gradients of f's parameters, Σᵢ upstream[i] · ∂f/∂p: `g[param<"slope">]`, summed in the same pass.
///
/// Ranges, bindings and errors as for map; grad may be the very memory of in or of upstream.
template <auto F, class... Args>
auto backward(Args&&... args) {
  constexpr const auto& program = detail::executable_program<F, detail::beside_value::all_derivatives>;
  constexpr std::size_t inputs = program.inputs.size();
  constexpr detail::misuse wrong = detail::check_types<Args...>(inputs + 1, inputs);
  static_assert(wrong != detail::misuse::element,
                "ogive::backward<f>(in..., upstream, grad..., bindings...): pass contiguous ranges of float or double, "
                "then bindings param<...> = value");
  static_assert(wrong != detail::misuse::count,
                "ogive::backward<f>(in..., upstream, grad..., bindings...): pass one range for each input of f, one "
                "for upstream, and one for each gradient");
  static_assert(wrong != detail::misuse::mixed,
                "ogive::backward<f>(in..., upstream, grad..., bindings...): the ranges mix float and double; pass one "
                "element type");
  static_assert(
      wrong != detail::misuse::constant,
      "ogive::backward<f>(in..., upstream, grad..., bindings...): grad is const; pass a range that can be written to");
  if constexpr (wrong == detail::misuse::none) {
    using T = typename detail::first_of<Args...>::element;
    const auto views = detail::views_of<T, 2 * inputs + 1>(args...);
    detail::check_ranges("ogive::backward<f>(in..., upstream, grad...)", inputs + 1, views);
    std::array<const T*, inputs> in{};
    std::array<T*, inputs> grad{};
    for (std::size_t k = 0; k != inputs; ++k) in[k] = views.data[k], grad[k] = views.data[inputs + 1 + k];
    return detail::backward_over<program>(in, static_cast<const T*>(views.data[inputs]), grad, views.size[inputs],
                                          detail::bound_parameters<program, T>(args...));
  }
}

}  // namespace ogive
