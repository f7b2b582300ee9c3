// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. A formula of one input as functions on registers, for loops that are not ours to write: the
// epilogue of a matrix product, a user's own kernel.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <ogive/base/config.hpp>
#include <ogive/kernel/execute.hpp>

namespace ogive::detail {

/// The value of F, alone or with its derivatives, for one register (or scalar) of inputs.
template <auto F>
struct fused {
  static constexpr const auto& value_program = executable_program<F>;
  static constexpr const auto& gradient_program = executable_program<F, beside_value::all_derivatives>;
  static_assert(value_program.inputs.size() == 1,
                "ogive: an activation of a layer has one input, x; this formula has none or several");

  static constexpr std::size_t parameter_count = value_program.parameters.size();
  static constexpr std::array<std::string_view, parameter_count> parameter_names = [] {
    std::array<std::string_view, parameter_count> names{};
    for (std::size_t i = 0; i != parameter_count; ++i) names[i] = value_program.parameters[i].name;
    return names;
  }();
  static constexpr std::array<double, parameter_count> parameter_initial = [] {
    std::array<double, parameter_count> initial{};
    for (std::size_t i = 0; i != parameter_count; ++i) initial[i] = value_program.parameters[i].initial;
    return initial;
  }();

  /// f(z)
  template <class V>
  OGIVE_INLINE static constexpr V value(const V& z, const std::array<V, parameter_count>& p) {
    return run<value_program>(std::array<V, 1>{z}, p)[0];
  }

  /// f, ∂f/∂z, ∂f/∂p₀, … in one pass over shared parts
  template <class V>
  OGIVE_INLINE static constexpr std::array<V, 2 + parameter_count> value_and_gradients(
      const V& z, const std::array<V, parameter_count>& p) {
    return run<gradient_program>(std::array<V, 1>{z}, p);
  }
};

}  // namespace ogive::detail
