// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// What `--activation` chooses from: each activation of the catalogue as a layer can call it. choices.cpp is
// compiled once for each Part, so that all processors are busy.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <ogive/nn/activation.hpp>

namespace mnist {

struct choice {
  std::size_t place = 0;  ///< in the catalogue
  std::string_view name;
  std::string_view formula{};
  std::string_view derivative{};
  std::string_view needs{};  ///< what a backward pass keeps of a number: nothing, one bit, the output, the input
  const ogive::nn::activation<float>* activation = nullptr;  ///< none if f is not a function of one number
};

/// Appends the activations at the places Part, Part + n, Part + 2·n, … for n parts.
template <std::size_t Part>
void append_choices(std::vector<choice>& all);

}  // namespace mnist
