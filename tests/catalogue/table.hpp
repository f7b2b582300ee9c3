// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The catalogue at run time: each activation as a record of names, texts, its program and its kernels as pointers to
// functions. Compiled once (library ogive_catalogue); tests, benchmarks and documents walk table() and instantiate
// nothing.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

#include <ogive/program/program.hpp>

namespace ogive::catalogue {

/// A pass over n elements: out[r][i] = result r at (in[0][i], in[1][i], …). `parameters` holds one value for each
/// parameter of the record, in its order; initial values are in the record.
template <class T>
using stream_kernel = void (*)(const T* const* in, T* const* out, std::size_t n, const T* parameters);

/// grad[k][i] = upstream[i] · ∂f/∂input k; parameter_gradients[p] = Σᵢ upstream[i] · ∂f/∂parameter p.
template <class T>
using backward_kernel = void (*)(const T* const* in, const T* upstream, T* const* grad, std::size_t n,
                                 const T* parameters, T* parameter_gradients);

/// f at one point by scalar code.
template <class T>
using scalar_kernel = T (*)(const T* in, const T* parameters);

/// A pass over the rows of row-major matrices of `rows` × `columns` elements; what a row formula has instead. Results
/// and upstream gradients that are one number for each row have `rows` elements.
template <class T>
using row_stream_kernel = void (*)(const T* const* in, T* const* out, std::size_t rows, std::size_t columns,
                                   const T* parameters);
template <class T>
using row_backward_kernel = void (*)(const T* const* in, const T* upstream, T* const* grad, std::size_t rows,
                                     std::size_t columns, const T* parameters, T* parameter_gradients);

/// The kernels of one activation for one element type; a pointer is null where the activation has no such kernel.
template <class T>
struct kernels {
  scalar_kernel<T> evaluate = nullptr;
  stream_kernel<T> value = nullptr;                   ///< f
  stream_kernel<T> slope = nullptr;                   ///< ∂f/∂x
  stream_kernel<T> curvature = nullptr;               ///< ∂²f/∂x², for one input
  stream_kernel<T> value_with_derivatives = nullptr;  ///< f, ∂f/∂input…
  backward_kernel<T> backward = nullptr;
  row_stream_kernel<T> map_rows = nullptr;
  row_backward_kernel<T> backward_rows = nullptr;
};

/// One activation. All views are of static storage.
struct record {
  std::size_t place = 0;  ///< in the catalogue
  std::string_view name;
  std::span<const std::string_view> inputs;
  std::span<const parameter_slot> parameters;
  std::size_t results = 1;
  bool over_rows = false;            ///< does it read whole rows?
  bool one_for_each_row = false;     ///< is its result one number for each row?
  program (*lowered)() = {};         ///< as it was written, nothing rewritten
  std::string_view text;             ///< as in text<f>
  std::string_view derivative_text;  ///< as in text<derive(f)>; empty for a row formula
  /// The value by an evaluation that shares nothing with the library's calculus and kernels; null for a row formula
  long double (*independent_value)(const long double* in, const long double* parameters) = {};
  kernels<float> for_float;
  kernels<double> for_double;

  template <class T>
  [[nodiscard]] const kernels<T>& of() const {
    if constexpr (std::is_same_v<T, float>) return for_float;
    else return for_double;
  }
};

/// All activations, in the order of the catalogue.
std::span<const record> table();

/// The record of a name, or null.
const record* find(std::string_view name);

}  // namespace ogive::catalogue
