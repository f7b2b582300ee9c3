// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/model.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>
#include <zlib.h>

#include <ogive/expr.hpp>
#include <ogive/nn/model_file.hpp>

#include "mnist/history.hpp"

namespace mnist {
namespace {

namespace nn = ogive::nn;

constexpr std::size_t most_units = 65'536;

std::optional<double> number_in(const std::map<std::string, std::string>& metadata, const char* key) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return std::nullopt;
  double value = 0;
  const char* const last = found->second.data() + found->second.size();
  const auto [end, error] = std::from_chars(found->second.data(), last, value);
  if (error != std::errc{} || end != last) return std::nullopt;
  return value;
}

/// 784-128-10 as numbers; empty if it is not so.
std::vector<std::size_t> sizes_in(std::string_view text) {
  std::vector<std::size_t> sizes;
  while (true) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc{} || size == 0 || size > most_units) return {};
    sizes.push_back(size);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return sizes;
    if (text.front() != '-') return {};
    text.remove_prefix(1);
  }
}

void pool(images& rows, std::size_t side) {
  if (side != 1) nn::average_pool(rows, image_side, image_side, side);
}

}  // namespace

const std::vector<choice>& all_choices() {
  static const std::vector<choice> all = [] {
    std::vector<choice> found;
    [&]<std::size_t... Part>(std::index_sequence<Part...>) { (append_choices<Part>(found), ...); }
    (std::make_index_sequence<MNIST_PARTS>{});
    std::sort(found.begin(), found.end(), [](const choice& a, const choice& b) { return a.place < b.place; });
    return found;
  }();
  return all;
}

std::vector<std::string> layer_names() {
  std::vector<std::string> names;
  for (const choice& each : all_choices()) {
    if (each.activation != nullptr) names.emplace_back(each.name);
  }
  return names;
}

std::string names_in_one_line() {
  std::string names;
  for (const std::string& each : layer_names()) names.append(names.empty() ? "" : ", ").append(each);
  return names;
}

const choice& choice_named(const std::string& name) {
  const auto& all = all_choices();
  const auto found = std::find_if(all.begin(), all.end(), [&](const choice& each) { return each.name == name; });
  if (found == all.end()) {
    throw usage_error("--activation " + name + ": unknown; the nearest are " + nearest(name, layer_names()) +
                      "; choose one of " + names_in_one_line());
  }
  if (found->activation == nullptr) {
    throw usage_error("--activation " + name +
                      ": takes more than one number; a layer needs a function of one, choose one of " +
                      names_in_one_line());
  }
  return *found;
}

const choice* choice_of_formula(std::string_view formula) {
  for (const choice& each : all_choices()) {
    if (each.activation != nullptr && each.activation->formula == formula) return &each;
  }
  return nullptr;
}

network build(const settings& chosen, std::size_t inputs, std::size_t classes) {
  const choice& picked = choice_named(chosen.activation);
  const auto sharing = chosen.per_channel ? nn::parameter_sharing::by_channel : nn::parameter_sharing::by_layer;
  if (chosen.per_channel && picked.activation->parameter_initial.empty())
    throw usage_error("--per-channel: " + chosen.activation +
                      " has no parameter to learn; choose prelu, swish_beta, …");
  std::vector<nn::dense_layer<float>> layers;
  for (const std::size_t outputs : chosen.hidden) {
    layers.emplace_back(inputs, outputs, *picked.activation, sharing);
    inputs = outputs;
  }
  layers.push_back(nn::dense<ogive::symbols::x>(inputs, classes));
  return nn::make_network(std::move(layers));
}

std::string data_directory(const std::string& data) {
  const char* const directory = std::getenv("MNIST_DIR");
  return !data.empty() ? data : directory == nullptr ? "" : directory;
}

nn::image_sets load_sets(const std::string& data) {
  const std::string directory = data_directory(data);
  if (directory.empty())
    throw nn::data_error("no data: pass --data DIR or set MNIST_DIR to the directory with the four files of MNIST");
  return nn::load_mnist(directory);
}

nn::image_sets load_sets(const settings& chosen) {
  nn::image_sets sets = load_sets(chosen.data);
  if (chosen.validation >= sets.train.rows()) {
    throw nn::data_error("--validation " + std::to_string(chosen.validation) + " leaves nothing of " +
                         std::to_string(sets.train.rows()) + " images to train on");
  }
  if (chosen.validation != 0) sets.test = nn::split_off(sets.train, chosen.validation);
  pool(sets.train, chosen.pool);
  pool(sets.test, chosen.pool);
  if (chosen.standardize) nn::standardise(sets);
  return sets;
}

model model_of(const nn::tensor_file& content, const std::string& file) {
  const auto told = content.metadata.find("architecture");
  const std::vector<std::size_t> sizes =
      told == content.metadata.end() ? std::vector<std::size_t>() : sizes_in(told->second);
  if (sizes.size() < 2) {
    throw nn::data_error(file +
                         ": its metadata does not tell the sizes of the layers as architecture, such as 784-128-10; "
                         "give a file that `mnist train --save` wrote, or train --from it with --hidden");
  }
  std::vector<nn::dense_layer<float>> layers;
  for (std::size_t i = 0; i + 1 != sizes.size(); ++i) {
    const std::string number = std::to_string(i);
    const auto weight = content.tensors.find(number + ".weight");
    if (weight == content.tensors.end() || weight->second.shape != std::vector{sizes[i], sizes[i + 1]})
      throw nn::data_error(
          file + ": its metadata tells the architecture " + told->second + ", but " + number + ".weight is " +
          (weight == content.tensors.end() ? "missing" : nn::detail::shape_text(weight->second.shape)));
    const auto formula = content.metadata.find("act." + number + ".formula");
    const bool is_last = i + 2 == sizes.size();
    if (formula == content.metadata.end() || (is_last && formula->second == "x")) {
      if (!is_last) throw nn::data_error(file + ": its metadata does not tell the formula of layer " + number);
      layers.push_back(nn::dense<ogive::symbols::x>(sizes[i], sizes[i + 1]));
      continue;
    }
    const choice* const picked = choice_of_formula(formula->second);
    if (picked == nullptr) {
      throw nn::data_error(file + ": layer " + number + " has the activation " + formula->second +
                           ", which the catalogue does not have");
    }
    bool by_channel = false;
    for (const std::string_view name : picked->activation->parameter_names) {
      const auto found = content.tensors.find("act." + number + "." + std::string(name));
      by_channel = by_channel || (found != content.tensors.end() && !found->second.shape.empty());
    }
    layers.emplace_back(sizes[i], sizes[i + 1], *picked->activation,
                        by_channel ? nn::parameter_sharing::by_channel : nn::parameter_sharing::by_layer);
  }
  model result{nn::make_network(std::move(layers)), content.metadata};
  nn::assign_tensors(result.net, content, file);
  result.scale = number_in(content.metadata, "scale").value_or(result.scale);
  result.shift = number_in(content.metadata, "shift").value_or(result.shift);
  const double pool = number_in(content.metadata, "pool").value_or(1);
  for (const std::size_t side : pool_sides) {
    if (pool == static_cast<double>(side)) result.pool = side;
  }
  return result;
}

model load_model(const std::string& file) { return model_of(nn::read_safetensors(file), file); }

std::map<std::string, std::string> metadata_of(const settings& chosen, const images& rows) {
  return {{"settings", to_json(chosen).dump()},
          {"scale", exact(rows.scale)},
          {"shift", exact(rows.shift)},
          {"pool", std::to_string(chosen.pool)}};
}

void see_as(const model& known, const std::string& file, images& rows) {
  if (rows.columns != known.net.inputs() * known.pool * known.pool || rows.classes != known.net.outputs())
    throw nn::data_error(file + ": its network takes " + std::to_string(known.net.inputs()) + " numbers and tells " +
                         std::to_string(known.net.outputs()) + " classes, but the images have " +
                         std::to_string(rows.columns) + " pixels and " + std::to_string(rows.classes) +
                         " classes; give it images like those that it learnt from");
  rows.scale = known.scale;
  rows.shift = known.shift;
  pool(rows, known.pool);
}

std::string identity_of(const nn::image_sets& sets) {
  uLong sum = crc32_z(0, nullptr, 0);
  for (const images* const set : {&sets.train, &sets.test}) {
    sum = crc32_z(sum, set->elements.data(), set->elements.size());
    sum = crc32_z(sum, set->labels.data(), set->labels.size());
  }
  char text[16];
  std::snprintf(text, sizeof text, "crc32 %08lx", static_cast<unsigned long>(sum));
  return text;
}

}  // namespace mnist
