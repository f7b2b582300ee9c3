// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "mnist/commands.hpp"
#include "mnist/model.hpp"

namespace mnist {
namespace {

struct layer_summary {
  std::size_t inputs = 0, outputs = 0;
  std::size_t parameters = 0;
  bool is_frozen = false;
  std::size_t flops = 0;  ///< of a row's products, forward: a multiplication and an addition for each weight
  const choice* function = nullptr;
};

std::vector<layer_summary> summarise(const network& net, const std::vector<std::size_t>& frozen) {
  std::vector<layer_summary> all;
  for (std::size_t i = 0; i != net.depth(); ++i) {
    const auto& layer = net.layer(i);
    all.push_back(
        {.inputs = layer.inputs(),
         .outputs = layer.outputs(),
         .parameters = (layer.inputs() + 1) * layer.outputs() + layer.parameters.rows() * layer.parameters.columns(),
         .is_frozen = std::find(frozen.begin(), frozen.end(), i) != frozen.end(),
         .flops = 2 * layer.inputs() * layer.outputs(),
         .function = layer.function.is_identity ? nullptr : choice_of_formula(layer.function.formula)});
  }
  return all;
}

void print(const std::vector<layer_summary>& layers) {
  std::printf("layer       shape  parameters   bytes as F32   FLOPs a row  activation\n");
  std::size_t parameters = 0, frozen = 0, flops = 0;
  for (std::size_t i = 0; i != layers.size(); ++i) {
    const layer_summary& l = layers[i];
    const std::string shape = std::to_string(l.inputs) + " x " + std::to_string(l.outputs);
    std::printf("%5zu %11s %11zu %14zu %13zu  %s%s\n", i, shape.c_str(), l.parameters, 4 * l.parameters, l.flops,
                l.function == nullptr ? "none" : std::string(l.function->name).c_str(), l.is_frozen ? ", frozen" : "");
    parameters += l.parameters;
    flops += l.flops;
    if (l.is_frozen) frozen += l.parameters;
  }
  std::printf("  all             %11zu %14zu %13zu  %zu learn, %zu are frozen\n", parameters, 4 * parameters, flops,
              parameters - frozen, frozen);
  std::vector<const choice*> told;
  for (const layer_summary& l : layers) {
    if (l.function == nullptr || std::find(told.begin(), told.end(), l.function) != told.end()) continue;
    told.push_back(l.function);
    const std::string name(l.function->name);
    std::printf("\n%s(x) = %s\n%s'(x) = %s\nbackward needs of each number: %s\n", name.c_str(),
                std::string(l.function->formula).c_str(), name.c_str(), std::string(l.function->derivative).c_str(),
                std::string(l.function->needs).c_str());
  }
}

}  // namespace

action add_summary(CLI::App& command, settings& chosen) {
  struct summary_options {
    std::string model{};
  };
  const auto options = std::make_shared<summary_options>();
  command.add_option("model", options->model, "file of a network; without, the options tell one that could be trained");
  add_network_options(command, chosen, names_in_one_line());
  command.add_flag("--json", chosen.json, "nothing but one JSON object on standard output");
  return [&chosen, options] {
    const std::size_t side = image_side / chosen.pool;
    const model known = options->model.empty() ? model{build(chosen, side * side, 10), {}} : load_model(options->model);
    const network& net = known.net;
    if (const auto told = known.metadata.find("settings"); told != known.metadata.end() && chosen.freeze.empty()) {
      const nlohmann::json learnt = nlohmann::json::parse(told->second, nullptr, false);
      if (learnt.is_object() && learnt.contains("freeze")) learnt.at("freeze").get_to(chosen.freeze);
    }
    for (const std::size_t layer : chosen.freeze) {
      if (layer >= net.depth())
        throw usage_error("--freeze " + std::to_string(layer) + ": there are " + std::to_string(net.depth()) +
                          " layers, counted from 0");
    }
    const auto layers = summarise(net, chosen.freeze);
    if (!chosen.json) {
      print(layers);
      return done;
    }
    nlohmann::json answer = {{"parameters", net.parameter_count()}, {"layers", nlohmann::json::array()}};
    for (const layer_summary& l : layers) {
      nlohmann::json one = {{"inputs", l.inputs},        {"outputs", l.outputs}, {"parameters", l.parameters},
                            {"bytes", 4 * l.parameters}, {"flops", l.flops},     {"trainable", !l.is_frozen}};
      if (l.function != nullptr)
        one["activation"] = {{"name", l.function->name},
                             {"formula", l.function->formula},
                             {"derivative", l.function->derivative},
                             {"backward_needs", l.function->needs}};
      answer["layers"].push_back(one);
    }
    std::printf("%s\n", answer.dump(2).c_str());
    return done;
  };
}

}  // namespace mnist
