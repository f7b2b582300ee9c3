// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A formula goes in, its kernels come out as pointers to functions.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include <ogive/ogive.hpp>

#include "catalogue/table.hpp"

namespace ogive::catalogue {

template <class T, std::size_t N>
std::array<T, N> first_of(const T* from) {
  std::array<T, N> copy{};
  std::copy_n(from, N, copy.begin());
  return copy;
}

template <const auto& Program, class T>
void stream(const T* const* in, T* const* out, std::size_t n, const T* parameters) {
  detail::stream<Program>(first_of<const T*, Program.inputs.size()>(in), first_of<T*, Program.results.size()>(out), n,
                          first_of<T, Program.parameters.size()>(parameters));
}

template <const auto& Program, class T>
void backward(const T* const* in, const T* upstream, T* const* grad, std::size_t n, const T* parameters,
              T* parameter_gradients) {
  constexpr std::size_t inputs = Program.inputs.size();
  const auto sums =
      detail::backward_over<Program>(first_of<const T*, inputs>(in), std::array<const T*, 1>{upstream},
                                     first_of<T*, inputs>(grad), n, first_of<T, Program.parameters.size()>(parameters));
  std::copy(sums.values.begin(), sums.values.end(), parameter_gradients);
}

template <const auto& Program, class T>
T evaluate(const T* in, const T* parameters) {
  return detail::run<Program>(first_of<T, Program.inputs.size()>(in),
                              first_of<T, Program.parameters.size()>(parameters))[0];
}

template <auto F, class T>
constexpr kernels<T> kernels_of() {
  using detail::executable_program, detail::beside_value;
  constexpr const auto& value = executable_program<F>;
  constexpr const auto& all = executable_program<F, beside_value::all_derivatives>;
  kernels<T> k;
  k.evaluate = &evaluate<value, T>;
  k.value = &stream<value, T>;
  k.slope = &stream<executable_program<derive(F)>, T>;
  if constexpr (value.inputs.size() == 1) k.curvature = &stream<executable_program<derive(derive(F))>, T>;
  if constexpr (value.parameters.empty()) k.value_with_derivatives = &stream<all, T>;  // the same program
  else k.value_with_derivatives = &stream<executable_program<F, beside_value::input_derivatives>, T>;
  k.backward = &backward<all, T>;
  return k;
}

}  // namespace ogive::catalogue
