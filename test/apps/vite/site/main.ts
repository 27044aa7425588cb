import './style.css';
const greeting: string = 'hello';
document.querySelector('#app')!.textContent = `${greeting} ${import.meta.env.MODE}`;
