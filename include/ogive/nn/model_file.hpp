// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A network comes in, the tensors of what it has learnt go out, by the names that their file gives them;
// and back, with every difference between file and network told at once. Needs nlohmann-json, as safetensors.hpp does.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <ogive/nn/safetensors.hpp>

namespace ogive::nn {
namespace detail {

/// A tensor that a file names, and where its numbers are: element(k) is the k-th in C order.
template <class E>
struct named_numbers {
  std::string name;
  std::vector<std::size_t> shape;
  std::function<E&(std::size_t)> element;
};

/// The places of all that a layer has learnt: `i.weight` [in, out], `i.bias` [out], and `act.i.NAME` for each parameter
/// of its activation, [] for the layer or [out] by channel. Before each name comes `prefix`; element(matrix, row,
/// column) is the number that belongs to that of the layer's matrix.
template <class E, class Layer, class Element>
void append_places(std::vector<named_numbers<E>>& places, Layer& layer, std::size_t i, const std::string& prefix,
                   const Element& element) {
  const std::string number = std::to_string(i);
  const std::size_t out = layer.outputs();
  const auto add = [&](const std::string& name, std::vector<std::size_t> shape, auto at) {
    std::string full = prefix;
    places.push_back({full.append(name), std::move(shape), std::move(at)});
  };
  add(number + ".weight", {layer.inputs(), out},
      [&layer, out, element](std::size_t k) -> E& { return element(layer.weight, k / out, k % out); });
  add(number + ".bias", {out}, [&layer, element](std::size_t k) -> E& { return element(layer.bias, 0, k); });
  for (std::size_t p = 0; p != layer.parameters.rows(); ++p) {
    add("act." + number + "." + std::string(layer.function.parameter_names[p]),
        layer.is_by_channel() ? std::vector{out} : std::vector<std::size_t>{},
        [&layer, p, element](std::size_t k) -> E& { return element(layer.parameters, p, k); });
  }
}

/// Those of a network's layers; E is const for a network that is.
template <class Network>
auto places_of(Network& net, std::span<const std::size_t> except = {}) {
  using T = typename Network::value_type;
  using E = std::conditional_t<std::is_const_v<Network>, const T, T>;
  std::vector<named_numbers<E>> places;
  for (std::size_t i = 0; i != net.depth(); ++i) {
    if (std::ranges::find(except, i) != except.end()) continue;
    append_places(places, net.layer(i), i, "",
                  [](auto& of, std::size_t row, std::size_t column) -> E& { return of(row, column); });
  }
  return places;
}

template <class E>
void append_tensors(tensor_file& to, const std::vector<named_numbers<E>>& places) {
  for (const auto& [name, shape, element] : places) {
    std::vector<std::remove_const_t<E>> numbers(element_count(shape));
    for (std::size_t k = 0; k != numbers.size(); ++k) numbers[k] = element(k);
    to.tensors[name] = make_tensor<std::remove_const_t<E>>(numbers, shape);
  }
}

inline std::string shape_text(std::span<const std::size_t> shape) {
  std::string text = "[";
  for (const std::size_t size : shape) text.append(text.size() == 1 ? "" : ", ").append(std::to_string(size));
  return text + "]";
}

/// What a file lacks of these places, or has in another type or shape: a sentence each.
template <class T>
void append_differences(std::vector<std::string>& differences, const tensor_file& content,
                        const std::vector<named_numbers<T>>& places) {
  for (const auto& [name, shape, element] : places) {
    const auto found = content.tensors.find(name);
    if (found == content.tensors.end()) {
      differences.push_back(name + " is missing");
      continue;
    }
    const tensor& t = found->second;
    if (t.type != type_word<T>())
      differences.push_back(name + " is " + t.type + " instead of " + std::string(type_word<T>()));
    if (t.shape != shape)
      differences.push_back(name + " is " + shape_text(t.shape) + " instead of " + shape_text(shape));
  }
}

template <class T>
void assign(const std::vector<named_numbers<T>>& places, const tensor_file& content) {
  for (const auto& [name, shape, element] : places) {
    const std::vector<T> numbers = numbers_of<T>(content.tensors.at(name));
    for (std::size_t k = 0; k != numbers.size(); ++k) element(k) = numbers[k];
  }
}

/// Errors (`data_error`): there are differences; all are in the message.
inline void require_none(const std::vector<std::string>& differences, const std::string& file, const char* to) {
  if (differences.empty()) return;
  std::string message = file + ": does not fit the " + to + ": ";
  for (std::size_t k = 0; k != differences.size(); ++k) message.append(k == 0 ? "" : "; ").append(differences[k]);
  throw data_error(message);
}

inline std::string formula_key(std::size_t layer) { return "act." + std::to_string(layer) + ".formula"; }

/// Tensors of a training that is to go on, not of the network: see checkpoint.hpp; `best.` is for a caller who keeps
/// two networks.
inline bool is_of_training(std::string_view name) {
  return name.starts_with("opt.") || name.starts_with("train.") || name.starts_with("best.");
}

/// The layer whose tensor this is, by its name; none for a name of another kind.
inline std::optional<std::size_t> layer_of(std::string_view name) {
  if (name.starts_with("act.")) name.remove_prefix(4);
  std::size_t layer = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), layer);
  if (error != std::errc{} || end == name.data() + name.size() || *end != '.') return std::nullopt;
  return layer;
}

}  // namespace detail

/// What a network has learnt, and in the metadata the version of the format, the sizes of its layers and the formula of
/// each activation. Numbers are exact: F32 for float, F64 for double.
template <class Network>
tensor_file tensors_of(const Network& net) {
  tensor_file content;
  std::string sizes = std::to_string(net.inputs());
  for (std::size_t i = 0; i != net.depth(); ++i) {
    sizes.append("-").append(std::to_string(net.layer(i).outputs()));
    content.metadata[detail::formula_key(i)] = std::string(net.layer(i).function.formula);
  }
  content.metadata["architecture"] = sizes;
  content.metadata["format"] = "ogive 1";
  detail::append_tensors(content, detail::places_of(net));
  return content;
}

/// Gives a network what a file holds, but for the layers in `except`, which stay what they are. Tensors whose names
/// begin with `opt.`, `train.` or `best.` belong to a training and are passed over; a formula is compared if the file
/// tells it.
///
/// Errors (`data_error`): tensors that are missing, unknown, of another type or shape, and formulas that differ, all of
/// them in one message; the network is then what it was. `file` names the file in the message.
template <class Network>
void assign_tensors(Network& net, const tensor_file& content, const std::string& file,
                    std::span<const std::size_t> except = {}) {
  const auto is_excepted = [&](std::size_t layer) { return std::ranges::find(except, layer) != except.end(); };
  std::vector<std::string> differences;
  for (std::size_t i = 0; i != net.depth(); ++i) {
    const auto told = content.metadata.find(detail::formula_key(i));
    const std::string_view own = net.layer(i).function.formula;
    if (told != content.metadata.end() && told->second != own && !is_excepted(i))
      differences.push_back("layer " + std::to_string(i) + " has the activation " + told->second + " in the file and " +
                            std::string(own) + " in the network");
  }
  const auto places = detail::places_of(net, except);
  detail::append_differences(differences, content, places);
  for (const auto& [name, ignored] : content.tensors) {
    const std::string& own = name;
    const std::optional<std::size_t> layer = detail::layer_of(name);
    if (detail::is_of_training(name) || (layer && is_excepted(*layer))) continue;
    if (std::ranges::none_of(places, [&](const auto& place) { return place.name == own; }))
      differences.push_back(name + " is unknown to the network");
  }
  detail::require_none(differences, file, "network");
  detail::assign(places, content);
}

/// Writes what a network has learnt into a safetensors file. Errors: those of `write_safetensors`.
template <class Network>
void save_model(const std::string& file, const Network& net) {
  write_safetensors(file, tensors_of(net));
}

/// Reads it again, but for the layers in `except`. Errors: those of `read_safetensors` and `assign_tensors`.
template <class Network>
void load_model(const std::string& file, Network& net, std::span<const std::size_t> except = {}) {
  assign_tensors(net, read_safetensors(file), file, except);
}

}  // namespace ogive::nn
