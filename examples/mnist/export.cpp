// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include <cstdio>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include <ogive/nn/model_file.hpp>
#include <ogive/nn/onnx.hpp>

#include "mnist/commands.hpp"
#include "mnist/model.hpp"

namespace mnist {

namespace nn = ogive::nn;

action add_export(CLI::App& command) {
  struct export_options {
    std::string model{}, file{};
    bool json = false;
  };
  const auto options = std::make_shared<export_options>();
  command.add_option("model", options->model, "file of a network or a checkpoint (.safetensors)")->required();
  command
      .add_option("file", options->file,
                  "what to write: NAME.safetensors, the network without its training, or NAME.onnx; pixels there are 0 "
                  "to 255")
      ->required();
  command.add_flag("--json", options->json, "nothing but one JSON object on standard output");
  return [options] {
    const bool is_onnx = options->file.ends_with(".onnx");
    if (!is_onnx && !options->file.ends_with(".safetensors"))
      throw usage_error(options->file + ": the format is told by the end of the name; write .safetensors or .onnx");
    const model known = load_model(options->model);
    if (is_onnx) {
      nn::write_onnx(options->file, known.net, {.scale = known.scale, .shift = known.shift, .name = "mnist"});
    } else {
      nn::tensor_file content = nn::tensors_of(known.net);
      for (const auto& [key, value] : known.metadata) content.metadata.emplace(key, value);
      nn::write_safetensors(options->file, content);
    }
    const std::size_t parameters = known.net.parameter_count();
    if (options->json) {
      const nlohmann::json answer = {
          {"model", options->model}, {"file", options->file}, {"parameters", parameters}, {"pool", known.pool}};
      std::printf("%s\n", answer.dump(2).c_str());
    } else {
      std::printf("%s: %zu parameters\n", options->file.c_str(), parameters);
    }
    return done;
  };
}

}  // namespace mnist
