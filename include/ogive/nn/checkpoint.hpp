// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A training in the middle of its work comes in, a file goes out from which it can go on to the last bit:
// weights, moments, order of the rows, random state, and where it stands. Needs nlohmann-json, as safetensors.hpp does.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <ogive/nn/model_file.hpp>
#include <ogive/nn/safetensors.hpp>
#include <ogive/nn/trainer.hpp>

namespace ogive::nn {
namespace detail {

/// The places of an optimiser's moments: `opt.m.` and `opt.v.` before the name of what they belong to.
template <class Network, class Optimiser, class Element>
auto moment_places(trainer<Network, Optimiser, Element>& training) {
  using T = typename Network::value_type;
  constexpr std::array<const char*, 2> prefixes{"opt.m.", "opt.v."};
  static_assert(Optimiser::moments <= prefixes.size());
  std::vector<named_numbers<T>> places;
  Network& net = training.net();
  for (std::size_t i = 0; i != net.depth(); ++i) {
    if (!training.optimiser().learns(i)) continue;
    auto& layer = net.layer(i);
    const auto moments = training.optimiser().moments(i);
    for (std::size_t m = 0; m != Optimiser::moments; ++m) {
      append_places(places, layer, i, prefixes[m],
                    [&layer, moments, m](auto& of, std::size_t row, std::size_t column) -> T& {
                      const void* const matrix = &of;
                      auto* const own = matrix == &layer.weight ? moments.weight
                                        : matrix == &layer.bias ? moments.bias
                                                                : moments.parameters;
                      return own->at(of, m, row, column);
                    });
    }
  }
  return places;
}

}  // namespace detail

/// A training as tensors: those of its network (`tensors_of`), the moments of its optimiser, and as `train.` the order
/// of the rows, the random state and where it stands; epoch, step and seed in the metadata once more, to be read by
/// people.
template <class Network, class Optimiser, class Element>
tensor_file checkpoint_of(trainer<Network, Optimiser, Element>& training) {
  tensor_file content = tensors_of(std::as_const(training.net()));
  detail::append_tensors(content, detail::moment_places(training));
  const auto [at, random, order, steps] = training.where();
  const std::array<std::uint64_t, 6> counts{at.epoch, at.step, at.steps, at.sum.correct, at.sum.rows, steps};
  const std::array<double, 3> figures{at.sum.loss, at.seconds, at.rate};
  content.tensors["train.random"] = make_tensor<std::uint64_t>(random, {random.size()});
  content.tensors["train.order"] = make_tensor<std::uint32_t>(order, {order.size()});
  content.tensors["train.counts"] = make_tensor<std::uint64_t>(counts, {counts.size()});
  content.tensors["train.figures"] = make_tensor<double>(figures, {figures.size()});
  content.metadata["epoch"] = std::to_string(at.epoch);
  content.metadata["step"] = std::to_string(steps);
  content.metadata["seed"] = std::to_string(training.options().seed);
  return content;
}

/// Writes it, with more metadata of the caller's. Errors: those of `write_safetensors`.
template <class Network, class Optimiser, class Element>
void save_checkpoint(const std::string& file, trainer<Network, Optimiser, Element>& training,
                     const std::map<std::string, std::string>& metadata = {}) {
  tensor_file content = checkpoint_of(training);
  for (const auto& [key, value] : metadata) content.metadata[key] = value;
  write_safetensors(file, content);
}

/// Lets a training go on where a checkpoint was made: the same network, optimiser, rows and options give the same bits
/// as if it had never stopped. `file` names the file in messages.
///
/// Errors (`data_error`): all differences between file and training at once; another seed, batch or number of rows. The
/// training is then what it was.
template <class Network, class Optimiser, class Element>
void resume(trainer<Network, Optimiser, Element>& training, const tensor_file& content, const std::string& file) {
  using place_type = typename trainer<Network, Optimiser, Element>::position;
  const auto moments = detail::moment_places(training);
  std::vector<std::string> differences;
  detail::append_differences(differences, content, moments);
  const place_type own = training.where();
  const auto require = [&](const char* name, std::string_view type, std::vector<std::size_t> shape) {
    const auto found = content.tensors.find(name);
    if (found == content.tensors.end()) {
      differences.push_back(std::string(name) + " is missing");
    } else if (found->second.type != type || found->second.shape != shape) {
      differences.push_back(std::string(name) + " is " + found->second.type + " " +
                            detail::shape_text(found->second.shape) + " instead of " + std::string(type) + " " +
                            detail::shape_text(shape));
    }
  };
  require("train.random", "U64", {own.random.size()});
  require("train.order", "U32", {own.order.size()});
  require("train.counts", "U64", {6});
  require("train.figures", "F64", {3});
  const std::string seed = std::to_string(training.options().seed);
  if (const auto told = content.metadata.find("seed"); told != content.metadata.end() && told->second != seed)
    differences.push_back("the seed is " + told->second + " in the file and " + seed + " in the training");
  for (const auto& [name, ignored] : content.tensors) {
    const std::string& one = name;
    if (name.starts_with("opt.") && std::ranges::none_of(moments, [&](const auto& m) { return m.name == one; }))
      differences.push_back(name + " is unknown to the optimiser");
  }
  detail::require_none(differences, file, "training");

  const auto random = numbers_of<std::uint64_t>(content.tensors.at("train.random"));
  const auto counts = numbers_of<std::uint64_t>(content.tensors.at("train.counts"));
  const auto figures = numbers_of<double>(content.tensors.at("train.figures"));
  place_type from = own;
  from.at = {.epoch = counts[0],
             .step = counts[1],
             .steps = counts[2],
             .sum = {.loss = figures[0], .correct = counts[3], .rows = counts[4]},
             .seconds = figures[1],
             .rate = figures[2]};
  std::ranges::copy(random, from.random.begin());
  from.order = numbers_of<std::uint32_t>(content.tensors.at("train.order"));
  from.steps = counts[5];
  training.require_place(from);
  assign_tensors(training.net(), content, file);
  detail::assign(moments, content);
  training.go_on_from(from);
}

/// The same from a file. Errors: also those of `read_safetensors`.
template <class Network, class Optimiser, class Element>
void resume(trainer<Network, Optimiser, Element>& training, const std::string& file) {
  resume(training, read_safetensors(file), file);
}

}  // namespace ogive::nn
