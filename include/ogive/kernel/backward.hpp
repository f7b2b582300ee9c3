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

/// The sums of parameters over some elements, by the place of an element in 64 bytes.
template <class V, std::size_t Count>
using sums_of_lanes = std::array<std::array<V, Count>, parts_of_sum<V>>;

/// How many registers go through a backward program side by side.
template <const auto& Program, class T>
inline constexpr std::size_t backward_together =
    !runs_in_double<Program, T>() && parts_of_sum<native_batch<T>> % 2 == 0 ? 2 : 1;

/// The loop of backward over whole blocks of 64 bytes; adds to `sums`.
template <const auto& Program, class T, class V, std::size_t Inputs, std::size_t Results>
[[gnu::noinline]] void backward_steps(std::array<const T*, Inputs> in, std::array<const T*, Results> upstream,
                                      std::array<T*, Inputs> grad, std::size_t n,
                                      const std::array<V, Program.parameters.size()>& parameters,
                                      sums_of_lanes<V, Program.parameters.size()>& sums) {
  constexpr std::size_t count = Program.parameters.size(), together = backward_together<Program, T>, width = lanes<V>;
  const auto p = parameters;
  auto own = sums;
  for (std::size_t i = 0; i != n; i += together * width) {
    std::array<std::array<V, Inputs>, together> values;
    for (std::size_t t = 0; t != together; ++t) {
      for (std::size_t k = 0; k != Inputs; ++k) values[t][k] = detail::load<V>(in[k] + i + t * width);
    }
    const auto results = run_together<Program>(values, p);
    for_each_place<together>([&](auto t) __attribute__((always_inline)) {
      std::array<V, Results> up;
      for (std::size_t r = 0; r != Results; ++r) up[r] = detail::load<V>(upstream[r] + i + t * width);
      const auto gradients = weighted_each<Program, Results, Inputs>(up, results[t]);
      const auto shares = weighted_each<Program, Results + Inputs * Results, count>(up, results[t]);
      for (std::size_t k = 0; k != Inputs; ++k) detail::store(grad[k] + i + t * width, gradients[k]);
      auto& part = own[together == own.size() ? std::size_t{t} : (i / width + t) % own.size()];
      for (std::size_t k = 0; k != count; ++k) part[k] = part[k] + shares[k];
    });
  }
  sums = own;
}

/// grad[k][i] = Σ_r upstream[r][i] · ∂f_r/∂input k, and the sums over i of Σ_r upstream[r][i] · ∂f_r/∂parameter.
///
/// Order of the sums, on every machine: lane l of 64 bytes adds the elements i ≡ l (mod lanes) in ascending order over a
/// block of 64 KiB, the lanes are added by halves as in reduce_add, and the blocks in ascending order in double. The tail
/// runs through the same loop by way of memory; what lanes beyond it add is taken back.
template <const auto& Program, class T, std::size_t Inputs, std::size_t Results>
[[gnu::noinline]] auto backward_over(std::array<const T*, Inputs> in, std::array<const T*, Results> upstream,
                                     std::array<T*, Inputs> grad, std::size_t n,
                                     const std::array<T, Program.parameters.size()>& parameters) {
  using V = native_batch<T>;
  constexpr std::size_t count = Program.parameters.size(), parts = parts_of_sum<V>, width = lanes<V>;
  constexpr std::size_t small = parts * width, block = 1024 * small;
  const auto p = broadcast_each<V>(parameters);
  std::array<double, count> totals{};
  for (std::size_t begin = 0; begin < n; begin += block) {
    const std::size_t size = n - begin < block ? n - begin : block, rest = size % small;
    sums_of_lanes<V, count> sums{};
    for (auto& part : sums) {
      for (V& s : part) s = broadcast<V>(0);
    }
    backward_steps<Program, T, V>(in, upstream, grad, size - rest, p, sums);
    for (const T*& from : in) from += size - rest;
    for (const T*& from : upstream) from += size - rest;
    for (T*& to : grad) to += size - rest;
    if (rest != 0) {
      T tail[2 * Inputs + Results][small];
      const auto brought = [&](T* to, const T* from) {
        for (std::size_t s = 0; s != small; s += width)
          detail::store(to + s, detail::load_partial<V>(from + s, lanes_within(rest, s, width), T{0}));
        return to;
      };
      std::array<const T*, Inputs> tail_in;
      std::array<const T*, Results> tail_upstream;
      std::array<T*, Inputs> tail_grad;
      for (std::size_t k = 0; k != Inputs; ++k) tail_in[k] = brought(tail[k], in[k]), tail_grad[k] = tail[Inputs + k];
      for (std::size_t r = 0; r != Results; ++r) tail_upstream[r] = brought(tail[2 * Inputs + r], upstream[r]);
      const auto before = sums;
      backward_steps<Program, T, V>(tail_in, tail_upstream, tail_grad, small, p, sums);
      for (std::size_t s = 0; s != parts; ++s) {
        const auto inside = less(column_numbers<V>(), broadcast<V>(static_cast<double>(lanes_within(rest, s * width, width))));
        for (std::size_t k = 0; k != count; ++k) sums[s][k] = choose(inside, sums[s][k], before[s][k]);
      }
      for (std::size_t k = 0; k != Inputs; ++k) {
        for (std::size_t s = 0; s < rest; s += width)
          detail::store_partial(grad[k] + s, detail::load<V>(tail_grad[k] + s), lanes_within(rest, s, width));
      }
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
