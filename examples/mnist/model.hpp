// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The networks that the program trains and the files it keeps them in: settings or a file come in, a network goes out.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <ogive/nn/dataset.hpp>
#include <ogive/nn/dense.hpp>
#include <ogive/nn/network.hpp>
#include <ogive/nn/safetensors.hpp>

#include "mnist/choices.hpp"
#include "mnist/settings.hpp"

namespace mnist {

using network = ogive::nn::network<std::vector<ogive::nn::dense_layer<float>>>;
inline constexpr std::size_t image_side = 28;  ///< pixels of the images' height and width

using images = ogive::nn::labelled_rows<std::uint8_t>;

/// The activations in the order of the catalogue.
const std::vector<choice>& all_choices();

/// The names that a layer can have.
std::vector<std::string> layer_names();

/// The same, separated by commas.
std::string names_in_one_line();

/// The activation of this name. Errors: `usage_error` with the nearest names; a function of several numbers.
const choice& choice_named(const std::string& name);

/// The choice with this formula, none if the catalogue has none.
const choice* choice_of_formula(std::string_view formula);

/// Hidden layers with the activation, and a linear one for the classes; no weights yet.
network build(const settings& chosen, std::size_t inputs, std::size_t classes);

/// The sets of --data or $MNIST_DIR; with validation the test set is left alone: the last training images judge.
/// Errors: `data_error`.
ogive::nn::image_sets load_sets(const settings& chosen);
ogive::nn::image_sets load_sets(const std::string& data);

/// --data, or without it $MNIST_DIR; empty if there is neither.
std::string data_directory(const std::string& data);

/// By which another run tells whether it has the same images and labels: a checksum of them all.
std::string identity_of(const ogive::nn::image_sets& sets);

/// A network of a file with all that is needed to use it.
struct model {
  network net;
  std::map<std::string, std::string> metadata;
  double scale = 1.0 / 255, shift = 0;  ///< of a pixel from 0 to 255
  std::size_t pool = 1;                 ///< pixels of the side of a square whose mean it sees
};

/// Reads it: sizes and formulas are in the file. Errors: `data_error`; also a file that does not tell them, and a
/// formula that the catalogue does not have.
model load_model(const std::string& file);
model model_of(const ogive::nn::tensor_file& content, const std::string& file);

/// What a model's file tells beside its tensors.
std::map<std::string, std::string> metadata_of(const settings& chosen, const images& rows);

/// Lets images as they come look to a network as those that it learnt from. Errors (`data_error`): they are of another
/// size or have other classes; `file` is the network's.
void see_as(const model& known, const std::string& file, images& rows);

}  // namespace mnist
