import { createApp } from "vue";
import PelicanFish from "./pelican-fish.vue";

const app = document.querySelector<HTMLElement>("#app");
if (app) createApp(PelicanFish, { ...app.dataset }).mount(app);
