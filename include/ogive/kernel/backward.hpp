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
#include <ogive/kernel/row_calls.hpp>

namespace ogive {

namespace detail {

/// Σ_r upstream[r] · results[First + r]: the derivatives of each result by one symbol, weighted. A derivative that is 0
/// whatever the inputs are costs nothing.
template <const auto& Program, std::size_t First, class V, std::size_t Results, std::size_t All>
OGIVE_INLINE V weighted(const std::array<V, Results>& upstream, const std::array<V, All>& results) {
  V sum = broadcast<V>(0);
  bool begun = false;
  const auto add = [&]<std::size_t R>(std::integral_constant<std::size_t, R>) __attribute__((always_inline)) {
    constexpr const instruction& slope = Program[Program.results[First + R]];
    if constexpr (slope.op != operation::number || slope.value != 0) {
      sum = begun ? multiply_add(upstream[R], results[First + R], sum) : V(upstream[R] * results[First + R]);
      begun = true;
    }
  };
  [&]<std::size_t... R>(std::index_sequence<R...>) __attribute__((always_inline)) {
    (add(std::integral_constant<std::size_t, R>{}), ...);
  }
  (std::make_index_sequence<Results>{});
  return sum;
}

/// The gradients of all symbols from `First` on: inputs or parameters.
template <const auto& Program, std::size_t First, std::size_t Count, class V, std::size_t Results, std::size_t All>
OGIVE_INLINE std::array<V, Count> weighted_each(const std::array<V, Results>& upstream,
                                                const std::array<V, All>& results) {
  return [&]<std::size_t... K>(std::index_sequence<K...>) __attribute__((always_inline)) {
    return std::array<V, Count>{weighted<Program, First + K * Results>(upstream, results)...};
  }
  (std::make_index_sequence<Count>{});
}

/// grad[k][i] = Σ_r upstream[r][i] · ∂f_r/∂input k, and the sums over i of Σ_r upstream[r][i] · ∂f_r/∂parameter.
///
/// Order of the sums, on every machine: lane l of 64 bytes adds the elements i ≡ l (mod lanes) in ascending order over a
/// block of 64 KiB, the lanes are added by halves as in reduce_add, and the blocks in ascending order in double.
template <const auto& Program, class T, std::size_t Inputs, std::size_t Results>
[[gnu::noinline]] auto backward_over(const std::array<const T*, Inputs>& in,
                                     const std::array<const T*, Results>& upstream, const std::array<T*, Inputs>& grad,
                                     std::size_t n, const std::array<T, Program.parameters.size()>& parameters) {
  using V = native_batch<T>;
  constexpr std::size_t count = Program.parameters.size();
  constexpr std::size_t parts = parts_of_sum<V>, block = 1024 * parts * lanes<V>;
  const auto p = broadcast_each<V>(parameters);
  std::array<V, Inputs> values{};
  std::array<V, Results> up{};
  std::array<double, count> totals{};
  for (std::size_t begin = 0; begin < n; begin += block) {
    const std::size_t end = n - begin < block ? n : begin + block;
    std::array<std::array<V, count>, parts> sums{};
    for (auto& part : sums) {
      for (V& s : part) s = broadcast<V>(0);
    }
    std::size_t i = begin;
    for (; i + lanes<V> <= end; i += lanes<V>) {
      for (std::size_t k = 0; k != Inputs; ++k) values[k] = detail::load<V>(in[k] + i);
      for (std::size_t r = 0; r != Results; ++r) up[r] = detail::load<V>(upstream[r] + i);
      const auto results = run<Program>(values, p);
      const auto gradients = weighted_each<Program, Results, Inputs>(up, results);
      const auto shares = weighted_each<Program, Results + Inputs * Results, count>(up, results);
      for (std::size_t k = 0; k != Inputs; ++k) detail::store(grad[k] + i, gradients[k]);
      auto& part = sums[i / lanes<V> % parts];
      for (std::size_t k = 0; k != count; ++k) part[k] = part[k] + shares[k];
    }
    if (const std::size_t rest = end - i; rest != 0) {
      for (std::size_t k = 0; k != Inputs; ++k) values[k] = detail::load_partial<V>(in[k] + i, rest, T{0});
      for (std::size_t r = 0; r != Results; ++r) up[r] = detail::load_partial<V>(upstream[r] + i, rest, T{0});
      const auto results = run<Program>(values, p);
      const auto gradients = weighted_each<Program, Results, Inputs>(up, results);
      const auto shares = weighted_each<Program, Results + Inputs * Results, count>(up, results);
      for (std::size_t k = 0; k != Inputs; ++k) detail::store_partial(grad[k] + i, gradients[k], rest);
      auto& part = sums[i / lanes<V> % parts];
      for (std::size_t k = 0; k != count; ++k) part[k] = part[k] + detail::zero_from(shares[k], rest);
    }
    for (std::size_t k = 0; k != count; ++k) {
      for (std::size_t half = parts / 2; half != 0; half /= 2) {
        for (std::size_t s = 0; s != half; ++s) sums[s][k] = sums[s][k] + sums[s + half][k];
      }
      totals[k] += static_cast<double>(detail::reduce_add(sums[0][k]));
    }
  }
  parameter_gradients<Program, T> gradients;
  for (std::size_t k = 0; k != count; ++k) gradients.values[k] = static_cast<T>(totals[k]);
  return gradients;
}

}  // namespace detail

/// grad[i] = upstream[i] · f'(in[i]); with several inputs backward<f>(in_x, in_y, …, upstream, grad_x, grad_y, …), with
/// several results one upstream for each: backward<results(f, g)>(in, upstream_f, upstream_g, grad).
/// Returns the gradients of f's parameters, Σᵢ upstream[i] · ∂f/∂p: `g[param<"slope">]`, summed in the same pass.
///
/// The gradient of a parameter that is bound to a range, one value for each channel, is added row by row to where
/// `gradient<"slope"> = sums` says. Ranges, bindings and errors as for map; grad may be the very memory of in or of
/// upstream.
template <auto F, class... Args>
auto backward(Args&&... args) {
  detail::refuse_rows<std::remove_cvref_t<decltype(F)>>();
  constexpr const auto& program = detail::program_of_call<F, detail::beside_value::all_derivatives, Args...>;
  constexpr std::size_t inputs = program.inputs.size();
  constexpr std::size_t results = detail::result_count<std::remove_cvref_t<decltype(F)>>;
  constexpr detail::misuse wrong = detail::check_types<Args...>(inputs + results, inputs);
  static_assert(wrong != detail::misuse::element,
                "ogive::backward<f>(in..., upstream, grad..., bindings...): pass contiguous ranges of float or double, "
                "then bindings param<...> = value");
  static_assert(wrong != detail::misuse::count,
                "ogive::backward<f>(in..., upstream, grad..., bindings...): pass one range for each input of f, one "
                "for the upstream of each result, and one for each gradient");
  static_assert(wrong != detail::misuse::mixed,
                "ogive::backward<f>(in..., upstream, grad..., bindings...): the ranges mix float and double; pass one "
                "element type");
  static_assert(
      wrong != detail::misuse::constant,
      "ogive::backward<f>(in..., upstream, grad..., bindings...): grad is const; pass a range that can be written to");
  if constexpr (wrong == detail::misuse::none) {
    using T = typename detail::first_of<Args...>::element;
    constexpr std::uint64_t channels = detail::bound_channels<program, Args...>();
    if constexpr (channels != 0) {
      const char* const call = "ogive::backward<f>(in..., upstream..., grad...)";
      auto m = detail::matrices_of<T, 2 * inputs + results>(args...);
      detail::split_into_rows(call, m, detail::channel_count<program>(args...));
      return detail::backward_matrices<F, detail::row_gradient_program<F, channels>, channels, T>(call, m, args...);
    } else {
      static_assert(!(detail::is_gradient_binding<std::remove_cvref_t<Args>> || ...),
                    "ogive: gradient<...> = range: the parameter has one value in this call, and g[param<...>] is its "
                    "gradient; bind param<...> to a range too");
      const auto views = detail::views_of<T, 2 * inputs + results>(args...);
      detail::check_ranges("ogive::backward<f>(in..., upstream..., grad...)", inputs + results, views);
      std::array<const T*, inputs> in{};
      std::array<const T*, results> upstream{};
      std::array<T*, inputs> grad{};
      for (std::size_t k = 0; k != inputs; ++k) in[k] = views.data[k], grad[k] = views.data[inputs + results + k];
      for (std::size_t r = 0; r != results; ++r) upstream[r] = views.data[inputs + r];
      return detail::backward_over<program>(in, upstream, grad, views.size[inputs],
                                            detail::bound_parameters<program, T>(args...));
    }
  }
}

}  // namespace ogive
